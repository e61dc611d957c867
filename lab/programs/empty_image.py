"""Writes a DICOM image of 1 by 1 pixel of an invented patient: empty_image.py FILE."""

import sys

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, UltrasoundImageStorage

image = Dataset()
image.file_meta = FileMetaDataset()
image.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
image.file_meta.MediaStorageSOPClassUID = image.SOPClassUID = UltrasoundImageStorage
image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID = "1.2.826.0.1.3680043.9.9999.1"
image.StudyInstanceUID, image.SeriesInstanceUID = "1.2.826.0.1.3680043.9.9999.2", "1.2.826.0.1.3680043.9.9999.3"
image.PatientName, image.PatientID, image.Modality = "EXAMPLE", "EXAMPLE-0", "US"
image.Rows = image.Columns = image.SamplesPerPixel = 1
image.BitsAllocated = image.BitsStored = 8
image.HighBit, image.PixelRepresentation, image.PhotometricInterpretation = 7, 0, "MONOCHROME2"
image.PixelData = b"\0\0"
image.save_as(sys.argv[1], enforce_file_format=True)
