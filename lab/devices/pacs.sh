#!/usr/bin/env bash
# The image archive: Orthanc, as Debian ships it.
. "$LAB/devices/lib.sh"
fixed 10.20.10.12
cat > orthanc.json <<EOF
{ "Name": "ST-EXAMPLE-PACS", "StorageDirectory": "$BOX/store", "IndexDirectory": "$BOX/store", "DicomAet": "STEXPACS", "DicomPort": 4242,
  "HttpPort": 8042, "RemoteAccessAllowed": true, "AuthenticationEnabled": false, "DicomAlwaysAllowEcho": true, "DicomAlwaysAllowStore": true }
EOF
Orthanc orthanc.json >/dev/null 2>&1
sleep 600
