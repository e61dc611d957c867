#!/usr/bin/env python3
"""Writes examples/lists: what the example hospital says that it owns, in the shapes in which people keep such lists.

Needs openpyxl (lab/requirements.txt). Everything is invented but the devices, which are those of examples/devices.csv.
The workbook's faults are there on purpose: they are what importers meet.

    python3 lab/lists.py            # from the project's root
"""

import csv
import datetime
import pathlib
import zipfile

from openpyxl import Workbook
from openpyxl.styles import Font

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "examples" / "lists"
NOON = datetime.datetime(2026, 11, 25, 12, 0, 0)

KINDS = {  # words as a medical engineering department uses them
    "infusion-pump": "Pump, Infusion", "patient-monitor": "Monitor, Physiologic", "ventilator": "Beatmungsgerät",
    "medical-imaging": "X-Ray, Mobile", "nurse-call": "Nurse Call System", "analyser": "Blood Gas Analyzer",
    "medical-information-system": "Clinical Information System", "building-controller": "BMS Controller",
    "meter": "Power Meter", "ups": "UPS", "plc": "PLC", "gateway": "Serial Device Server", "camera": "IP Camera",
    "video-recorder": "NVR", "badge-reader": "Card Reader", "doorbell": "Video Doorbell", "printer": "Printer",
    "engineering-workstation": "Engineering Workstation", "video-conference": "Video Conferencing", "thermostat": "Thermostat",
}
# Seen in the captures, and in nobody's list.
NOT_LISTED = {"coffee-staff", "echo-relax"}
# In places where nothing was recorded. What the feeds of examples/feeds say of them is the other half of what they say of what was seen.
ELSEWHERE = [
    ("plc-energy", "Energy centre", "PLC", "Siemens", "CPU 315-2 PN/DP", "10.20.40.11", 2901, "V3.2.17"),
    ("bms-boiler", "Energy centre", "Building Controller", "Trane", "Tracer SC", "10.20.40.12", 2902, ""),
    ("cam-pharmacy", "Pharmacy", "IP Camera", "Hikvision", "DS-2CD2143G2-I", "10.20.40.21", 2903, "V5.5.800 build 210416"),
    ("central-ward8", "Ward 8", "Central Monitor", "Nihon Kohden", "CNS-6201", "10.20.41.10", 2904, "02-11"),
]
IT = {"router", "switch", "access-point", "server", "nas", "workstation", "laptop", "voip-phone"}


def devices():
    with open(ROOT / "examples" / "devices.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def serial(device, number):
    return f"{(device['vendor'] or 'X')[:2].upper()}{20190000 + number * 137}"


def cmms(rows):
    book = Workbook()
    sheet = book.active
    sheet.title = "Equipment"
    sheet["A1"] = "St Example's Hospital, Medical Engineering"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.merge_cells("A1:O1")
    sheet["A2"] = "Equipment list / Bestandsverzeichnis, as of 25.11.2026, printed by the CMMS"
    sheet.merge_cells("A2:O2")
    # A header over two rows: what spans columns is a title, what spans rows is a header.
    for column, text in zip("ABCDEFGH", ["Eqpt No", "Equipment Description", "Hersteller", "Model", "Serial No", "Ward", "Room No", "Dept"]):
        sheet[f"{column}4"] = text
        sheet.merge_cells(f"{column}4:{column}5")
    sheet["I4"] = "Network"
    sheet.merge_cells("I4:K4")
    for column, text in zip("IJKLMNOPQ", ["Host Name", "MAC-Adresse", "IP Address", "SW Rev", "Inbetriebnahme", "PM Due", "Purchase Cost", "Risk Class", "Remarks"]):
        sheet[f"{column}5"] = text
    line = 6
    wards = []

    def put(values):
        nonlocal line
        for column, value in enumerate(values, 1):
            if value not in (None, ""):
                sheet.cell(row=line, column=column, value=value)
        line += 1

    for number, device in enumerate(rows, 1):
        if device["kind"] not in KINDS or device["name"] in NOT_LISTED:
            continue
        ward = "Ward 7" if device["ip"].startswith("10.20.10.") else "Facilities"
        if not wards or wards[-1][0] != ward:
            wards.append([ward, line, line])
        wards[-1][2] = line
        first = wards[-1][1] == line
        mac = device["mac"].upper().replace(":", "-") if number % 2 else device["mac"].upper()
        address = device["ip"]
        if device["name"] == "vent-b4":  # the list is older than the last update, and than the address
            firmware, address = "2.28.00", "10.20.10.142"
        else:
            firmware = device["firmware"]
        # No MAC: this one is found by its host name.
        if device["name"] == "bloodgas":
            mac, address = "", ""
        put([
            f"BM-{1000 + number}", KINDS[device["kind"]], device["vendor"], device["model"], serial(device, number),
            ward if first else None, f"{number % 9 + 1:02d}", "Medical Engineering" if device["realm"] == "IoMT" else "Estates",
            # as it is on the wire, where the list has nothing else to find it by
            "cobasb221-5101" if device["name"] == "bloodgas" else device["name"], mac, address, firmware, datetime.date(2016 + number % 9, number % 12 + 1, number % 27 + 1),
            datetime.date(2027, number % 12 + 1, 15), f"£{1000 + number * 130:,}.00", "high" if device["realm"] == "IoMT" else "medium", "",
        ])
    for ward, first, last in wards:
        if last > first:
            sheet.merge_cells(f"F{first}:F{last}")
    # Never on IP.
    put(["BM-2001", "Insulin Pump", "Medtronic", "MiniMed 508", "MM508-114477", "Ward 7", "04", "Diabetology", "", "", "", "", datetime.date(2012, 5, 3), "", "£2,900.00", "high", "radio only"])
    put(["BM-2002", "Light Bulb", "Philips", "Hue White LWB006", "", "Ward 7", "07", "Estates", "", "", "", "", datetime.date(2021, 2, 1), "", "£14.99", "low", "Zigbee, behind the bridge"])
    # No longer there.
    put(["BM-1901", "Syringe Pump", "Alaris", "GH Plus", "ALA7788123", "Ward 7", "05", "Medical Engineering", "pump-old", "00:03:B1:00:99:01", "10.20.10.35", "", datetime.date(2009, 1, 15), "", "£1,800.00", "high", ""])
    put(["BM-1902", "IP Camera", "Axis", "M1011", "AX00408CFF0102", "Facilities", "02", "Estates", "cam-old", "00-40-8C-FF-01-02", "10.20.20.28", "", datetime.date(2011, 8, 9), "", "£320.00", "low", ""])
    # What goes wrong in such lists: a dozen rows that cannot be taken.
    put(["", "Pump, Infusion", "B. Braun", "Perfusor Space", "", "Ward 7", "01", "", "", "00:12:21:0A:31", "", "", "", "", "", "", "MAC is short"])
    put(["", "Pump, Infusion", "B. Braun", "Perfusor Space", "n/a", "Ward 7", "01", "", "", "", "", "", "", "", "", "", "no key at all"])
    put(["", "IP Camera", "Axis", "", "", "Facilities", "", "", "", "", "10.20.20.300", "", "", "", "", "", "no such address"])
    put(["", "Monitor, Physiologic", "Philips", "IntelliVue", "0000", "Ward 7", "", "", "", "", "", "", "", "", "", "", "serial is a filler"])
    put(["-", "Printer", "HP", "LaserJet", "unknown", "", "", "", "", "FF:FF:FF:FF:FF:FF", "", "", "", "", "", "", "broadcast"])
    put(["", "UPS", "APC", "", "", "", "", "", "", "00:00:00:00:00:00", "0.0.0.0", "", "", "", "", "", "zeros"])
    put(["", "Thermostat", "ecobee", "", "", "", "", "", "see manual", "", "", "", "", "", "", "", "text as host name"])
    put(["", "", "", "", "", "", "", "", "", "1.23E+11", "", "", "", "", "", "", "MAC eaten by the spreadsheet"])
    put(["", "Card Reader", "HID", "", "?", "", "", "", "", "", "127.0.0.1", "", "", "", "", "", "loopback"])
    put(["", "Subtotal Ward 7", "", "", "", "", "", "", "", "", "", "", "", "", "£48,000.00", "", ""])
    put(["", "=HYPERLINK(\"http://203.0.113.5/\",\"open\")", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "formula"])
    put(["", "Pump, Infusion", "ICU Medical", "Plum 360", "TBD", "Ward 7", "", "", "", "", "DHCP", "", "", "", "", "", "to be done"])
    # Bad cells in good rows.
    put(["BM-3001", "Power Meter", "Schneider Electric", "PM5560", "SE20294455", "Facilities", "", "Estates", "", "", "", "", "31.02.2020", "soon", "on loan", "", ""])
    sheet.freeze_panes = "A6"
    sheet.column_dimensions["B"].width = 28
    # An empty sheet, and one that is no list.
    book.create_sheet("Sheet2")
    notes = book.create_sheet("Read me")
    notes["A1"] = "Ask Medical Engineering before changing anything."
    notes["A2"] = "Extension 4711"
    book.properties.creator = "Medical Engineering"
    book.properties.created = book.properties.modified = NOON
    path = OUT / "cmms-equipment.xlsx"
    book.save(path)
    same_bytes(path)


def same_bytes(path):
    """Writes the workbook again with fixed times, so that a second run gives the same file."""
    with zipfile.ZipFile(path) as old:
        parts = [(info.filename, old.read(info.filename)) for info in old.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts:
            if name == "docProps/core.xml":
                text = data.decode()
                start, end = text.find("<dcterms:modified"), text.find("</dcterms:modified>")
                begin = text.find(">", start) + 1
                data = (text[:begin] + NOON.strftime("%Y-%m-%dT%H:%M:%SZ") + text[end:]).encode()
            info = zipfile.ZipInfo(name, NOON.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, data)


def netbox(rows):
    with open(OUT / "netbox-devices.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["Name", "Status", "Tenant", "Site", "Location", "Rack", "Role", "Manufacturer", "Type", "Primary IP", "Primary MAC address", "Serial number", "Asset tag", "Platform", "Comments", "Firmware"])  # the last one is a custom field
        for number, device in enumerate(rows, 1):
            if device["kind"] not in IT:
                continue
            macs, ips = device["mac"].split(), device["ip"].split()
            role = {"voip-phone": "IP Phone"}.get(device["kind"], device["kind"].replace("-", " ").title())
            out.writerow([device["name"], "Active", "IT Services", "St Example's", "Main building", "R1" if device["kind"] in {"router", "switch", "server"} else "", role,
                          device["vendor"], device["model"], f"{ips[0]}/24", " ".join(macs), serial(device, number), f"IT-{2000 + number}", device["firmware"], "", ""])
        # Known from this list alone.
        for name, location, role, vendor, model, address, number, firmware in ELSEWHERE:
            out.writerow([name, "Active", "Estates" if location != "Ward 8" else "Medical Engineering", "St Example's", location, "", role, vendor, model, f"{address}/24", "", "", f"IT-{number}", "", "", firmware])
        # Planned, and never bought.
        out.writerow(["sw-ward8", "Planned", "IT Services", "St Example's", "Ward 8", "R2", "Switch", "Cisco", "WS-C2960X-24PS-L", "10.20.30.2/24", "", "", "IT-2999", "", "", ""])


def leases(rows):
    when = int(datetime.datetime(2026, 11, 25, 20, 0, tzinfo=datetime.timezone.utc).timestamp())
    lines = []
    for number, device in enumerate(rows, 1):
        if device["kind"] in {"phone", "tablet", "laptop", "watch", "tv", "speaker", "media-player", "hub", "light", "plug", "sensor", "infusion-pump", "coffee-machine"}:
            name = device["name"] if number % 4 else "*"
            lines.append(f"{when + number * 60} {device['mac']} {device['ip']} {name} 01:{device['mac']}")
    # Gone before the recording began.
    lines.append(f"{when - 40000} da:a1:19:00:77:01 10.20.10.199 galaxy-of-yesterday *")
    (OUT / "dnsmasq.leases").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    table = devices()
    cmms(table)
    netbox(table)
    leases(table)
