# LLMNR (staged in Python; no Debian program that is easy to run answers it): a question and its answer.
record udp port 5355
server "$LAB_PYTHON" "$LAB/protocols/llmnr.py" answer 10.99.0.1 & sleep 1
client "$LAB_PYTHON" "$LAB/protocols/llmnr.py" ask 10.99.0.2
