# IPP: ippeveprinter, asked by ipptool.
record tcp port 631
server bash -c ". $LAB/devices/lib.sh; avahi; ippeveprinter -M Example -m \"LaserWard 7\" -p 631 -d $BOX -r off \"Example LaserWard 7\"" & sleep 4
client ipptool -T 3 ipp://10.99.0.1:631/ipp/print get-printer-attributes.test
