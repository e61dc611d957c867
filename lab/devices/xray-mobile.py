"""Mobile X-ray (OUI, host name, AE title and implementation name staged); the association is pynetdicom's."""

from pynetdicom import AE
from pynetdicom.sop_class import DigitalXRayImageStorageForPresentation, ModalityWorklistInformationFind, Verification

from say import dhcp, stay

dhcp.lease("FDRGO-2102", "MSFT 5.0", (1, 15, 3, 6, 44, 46, 47, 31, 33, 121, 249, 43, 252))


def verify():
    entity = AE(ae_title="FDRGO")
    entity.implementation_version_name = "FDX_CONSOLE_V10"
    for kind in (Verification, DigitalXRayImageStorageForPresentation, ModalityWorklistInformationFind):
        entity.add_requested_context(kind)
    link = entity.associate("10.20.10.12", 4242, ae_title="STEXPACS")
    if link.is_established:
        link.send_c_echo()
        link.release()


stay.on(verify, every=25)
