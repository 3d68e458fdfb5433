import { crc32 } from "node:zlib";

/** The first moment that a ZIP file can tell, 1980-01-01 00:00, so that the same content is the same file at any time. */
const DATE = 0x0021;
const TIME = 0;
/** Version 2.0 of the format, the first with folders. */
const VERSION = 20;
/** Bit 11: names are UTF-8. */
const FLAGS = 0x0800;
/** A regular file that all may read; without it Lambda unpacks what it may not open. */
const ATTRIBUTES = (0o100644 << 16) >>> 0;

/**
 * A ZIP file of small texts, uncompressed, with the same bytes for the same content.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 *
 * @param files name in the archive, folders with `/` -> content
 */
export function zip(files: Readonly<Record<string, string>>): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const nameBytes = Buffer.from(name, "utf8");
    const data = Buffer.from(content, "utf8");
    // Both headers hold this: version, flags, no compression, time, date, checksum, sizes, length of the name, no extras.
    const common = Buffer.alloc(26);
    [VERSION, FLAGS, 0, TIME, DATE].forEach((value, index) => common.writeUInt16LE(value, index * 2));
    [crc32(data), data.length, data.length].forEach((value, index) => common.writeUInt32LE(value, 10 + index * 4));
    common.writeUInt16LE(nameBytes.length, 22);

    const header = Buffer.concat([signature(0x04034b50), common, nameBytes, data]);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(ATTRIBUTES, 6);
    where.writeUInt32LE(offset, 10);
    local.push(header);
    // Made by Unix (3), so that the attributes are Unix's.
    directory.push(Buffer.concat([signature(0x02014b50), Buffer.from([VERSION, 3]), common, where, nameBytes]));
    offset += header.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, entries, signature(0x06054b50), end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
