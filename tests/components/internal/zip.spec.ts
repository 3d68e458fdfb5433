import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { zip } from "../../../components/internal/zip";

/** Reads an archive as an unpacker does: from its end, through the directory. */
function unzip(archive: Buffer): Record<string, string> {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  // Without a prototype, for a file may be called __proto__.
  const files: Record<string, string> = Object.create(null);
  let at = archive.readUInt32LE(end + 16);
  for (let entry = 0; entry < archive.readUInt16LE(end + 10); entry += 1) {
    assert.equal(archive.readUInt32LE(at), 0x02014b50);
    const size = archive.readUInt32LE(at + 24);
    const nameLength = archive.readUInt16LE(at + 28);
    const local = archive.readUInt32LE(at + 42);
    assert.equal(archive.readUInt32LE(local), 0x04034b50);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    files[archive.toString("utf8", at + 46, at + 46 + nameLength)] = archive.toString("utf8", start, start + size);
    at += 46 + nameLength;
  }
  return files;
}

describe("zip", () => {
  it("holds each file under its name, whatever stands in it", () => {
    const name = fc.stringMatching(/^[a-z/_.]{1,40}$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.string({ unit: "grapheme" }), { minKeys: 1, maxKeys: 5 }), (files) => {
        assert.deepEqual(Object.entries(unzip(zip(files))).toSorted(), Object.entries(files).toSorted());
      }),
      { numRuns: 50 },
    );
  });

  it("has the same bytes for the same files in any order, so that an unchanged script is no change", () => {
    assert.deepEqual(zip({ a: "1", b: "2" }), zip({ b: "2", a: "1" }));
    assert.notDeepEqual(zip({ a: "1" }), zip({ a: "2" }));
  });

  it("has the checksum that every unpacker reckons, in both headers", () => {
    // The check value of CRC-32. https://reveng.sourceforge.io/crc-catalogue/all.htm#crc.cat.crc-32-iso-hdlc
    const archive = zip({ a: "123456789" });
    assert.equal(archive.readUInt32LE(14), 0xcbf43926);
    assert.equal(archive.readUInt32LE(archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02])) + 16), 0xcbf43926);
  });

  it("lets everybody read its files, as Lambda must", () => {
    const archive = zip({ a: "1" });
    const directory = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    assert.equal(archive.readUInt32LE(directory + 38) >>> 16, 0o100644);
    assert.equal(archive[directory + 5], 3);
  });
});
