"""What a declaration of 9,999 items takes, about 10 MB of XML: seconds of computing, and the most memory held.

Each figure is that of a process of its own; a tenth of the items shows that the time grows no faster than the
declaration. The files are generated, and once more with a fault in each item.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<Declaration xmlns="urn:wco:datamodel:WCO:DEC-DMS:2">
  <FunctionCode>9</FunctionCode>
  <FunctionalReferenceID>LV-2026-000001</FunctionalReferenceID>
  <TypeCode>IMA</TypeCode>
  <GoodsItemQuantity>{items}</GoodsItemQuantity>
  <Declarant><ID>DK12345678</ID></Declarant>
  <GoodsShipment>
    <Importer><Name>Astrid Holm</Name></Importer>
"""
ITEM = """    <GovernmentAgencyGoodsItem>
      <SequenceNumeric>{number}</SequenceNumeric>
      <AdditionalDocument>
        <CategoryCode>N</CategoryCode>
        <ID>INV-2026-{number:06}</ID>
        <TypeCode>N380</TypeCode>
      </AdditionalDocument>
      <Commodity>
        <Description>Cotton T-shirt, men's, knitted, number {number}</Description>
        <Classification>
          <ID>{code}</ID>
          <IdentificationTypeCode>HS</IdentificationTypeCode>
        </Classification>
        <GoodsMeasure>
          <GrossMassMeasure unitCode="KGM">0.850</GrossMassMeasure>
          <NetNetWeightMeasure unitCode="KGM">0.450</NetNetWeightMeasure>
        </GoodsMeasure>
        <InvoiceLine>
          <ItemChargeAmount currencyID="EUR">12.50</ItemChargeAmount>
        </InvoiceLine>
      </Commodity>
      <GovernmentProcedure>
        <CurrentCode>40</CurrentCode>
        <PreviousCode>00</PreviousCode>
      </GovernmentProcedure>
      <Origin>
        <CountryCode>BD</CountryCode>
      </Origin>
      <Packaging>
        <SequenceNumeric>1</SequenceNumeric>
        <QuantityQuantity>1</QuantityQuantity>
        <TypeCode>BX</TypeCode>
      </Packaging>
    </GovernmentAgencyGoodsItem>
"""
TAIL = "  </GoodsShipment>\n</Declaration>\n"
ALL, FEW = 9999, 999
#: Everything is prepared by one item before the clock runs; of several times the best is taken.
JUDGE = """
import resource, sys, time
from pathlib import Path
from cbec.bindings import read
from cbec.model import load
from cbec.validate import judge
taken = []
for name in [sys.argv[1], *[sys.argv[2]] * int(sys.argv[3])]:
    begun = time.process_time()
    found = len(judge(read(Path(name).read_bytes(), name, load()), load())[1])
    taken.append(time.process_time() - begun)
status = Path("/proc/self/status")  # of this program alone; ru_maxrss counts what the one that started it held
held = status.read_text().split("VmHWM:")[1].split()[0] if status.exists() else resource.getrusage(0).ru_maxrss
print(found, min(taken[1:]), int(held) / 1024)
"""


def declaration(items: int, code: str = "610910") -> str:
    """Write a declaration of *items*, each with the commodity code *code*."""
    body = "".join(ITEM.format(number=number, code=code) for number in range(1, items + 1))
    return HEAD.format(items=items) + body + TAIL


def measured(items: int, code: str, folder: Path, times: int = 1) -> tuple[float, int, float, float]:
    """Judge a declaration of *items* so many *times*; give MB of the file, findings, seconds and MB held."""
    small, file = folder / "1.xml", folder / f"{items}.xml"
    small.write_text(declaration(1, code))
    file.write_text(declaration(items, code))
    command = [sys.executable, "-c", JUDGE, str(small), str(file), str(times)]
    findings, seconds, held = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return file.stat().st_size / 1e6, int(findings), float(seconds), float(held)


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        for what, code in (("no fault", "610910"), ("a fault in each item", "61")):
            taken = []
            for items, times in ((FEW, 5), (ALL, 3)):
                size, findings, seconds, held = measured(items, code, Path(folder), times)
                taken.append(seconds)
                told = f"{size:6.1f} MB {findings:>6} findings {seconds:6.2f} s {held:4.0f} MB held"
                print(f"{what:<21} {items:>5} items {told}")
            print(f"{what:<21} ten times the items: {taken[1] / taken[0]:.1f} times the time (target 11, and 300 MB)")


if __name__ == "__main__":
    main()
