# DICOM: dcmtk storescp, reached by echoscu and by pynetdicom.
record tcp port 104
server storescp -aet STEXSTORE 104 & sleep 1
client echoscu -aet MODALITY1 -aec STEXSTORE 10.99.0.1 104
limit=20 client "$LAB_PYTHON" -m pynetdicom echoscu 10.99.0.1 104 -aet MODALITY2
