# MQTT without a login: mosquitto, a sensor that publishes, and somebody who listens to everything.
record tcp port 1883
limit=3
printf "listener 1883\nallow_anonymous true\n" > $BOX/m.conf
server mosquitto -c $BOX/m.conf & sleep 1
client mosquitto_sub -h 10.99.0.1 -i listener -t "#" & sleep 0.5
client mosquitto_pub -h 10.99.0.1 -i vib-pump1 -q 1 -t plant/pump1/vibration -m "{\"v-RMS\":1.8,\"unit\":\"mm/s\"}"
wait $! 2>/dev/null
