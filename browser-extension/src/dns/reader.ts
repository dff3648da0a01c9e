/** Outside bytes that are no DNS message, or none that answers the question. */
export class MalformedMessage extends Error {}

/** Reads a DNS message from front to back (RFC 1035 §4). */
export class Reader {
  private readonly view: DataView;
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(): number {
    return this.view.getUint8(this.step(1));
  }

  u16(): number {
    return this.view.getUint16(this.step(2));
  }

  u32(): number {
    return this.view.getUint32(this.step(4));
  }

  take(length: number): Uint8Array {
    const start = this.step(length);
    return this.bytes.subarray(start, start + length);
  }

  /** A name in lower case without its final dot; follows pointers, which only lead backwards. */
  name(): string {
    const labels: string[] = [];
    let end = -1;
    let limit = this.at;
    for (let length = this.u8(); length !== 0; length = this.u8()) {
      if (length >= 0xc0) {
        const target = ((length & 0x3f) << 8) | this.u8();
        if (target >= limit) {
          throw new MalformedMessage("A name points forwards.");
        }
        end = end < 0 ? this.at : end;
        limit = this.at = target;
      } else if (length > 63 || labels.length > 127) {
        throw new MalformedMessage("A name is too long.");
      } else {
        labels.push(String.fromCharCode(...this.take(length)).toLowerCase());
      }
    }
    this.at = end < 0 ? this.at : end;
    return labels.join(".");
  }

  private step(length: number): number {
    const start = this.at;
    if (start + length > this.bytes.length) {
      throw new MalformedMessage(`The message ends at byte ${this.bytes.length}, too early.`);
    }
    this.at += length;
    return start;
  }
}
