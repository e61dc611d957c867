# MQTT: mosquitto, a subscriber and a publisher that describes itself as Home Assistant discovery does; version 5 too.
record tcp port 1883
frames=60 limit=3
printf "listener 1883\nallow_anonymous true\n" > $BOX/m.conf
server mosquitto -c $BOX/m.conf & sleep 1
client mosquitto_sub -h 10.99.0.1 -i panel-ward7 -t homeassistant/# &
sleep 0.5
client mosquitto_pub -h 10.99.0.1 -i sensor-0042 -t homeassistant/sensor/0042/config -m "{\"name\":\"fridge\",\"dev\":{\"mf\":\"Example Works\",\"mdl\":\"TH-2\",\"sw\":\"1.4\"}}"
client mosquitto_pub -h 10.99.0.1 -i sensor-0043 -V mqttv5 -u sensor -P not-a-secret -t ward7/temperature -m 4.6
wait $! 2>/dev/null
