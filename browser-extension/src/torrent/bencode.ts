/** A bencoded value (BEP 3). Strings are bytes, with where they and dictionaries stand in the source. */
export type Bencoded = number | Uint8Array | Bencoded[] | Dictionary;

export interface Dictionary {
  readonly entries: ReadonlyMap<string, Bencoded>;
  /** Offsets of the bencoding within what was decoded. */
  readonly start: number;
  readonly end: number;
}

/** The bytes are no bencoding. */
export class MalformedBencode extends Error {}

const MOST_DEPTH = 32;
const MOST_VALUES = 200_000;

const [COLON, DICTIONARY, END, INTEGER, LIST] = [58, 100, 101, 105, 108] as const;

/** @throws MalformedBencode if it is none, goes too deep, or does not end where it should */
export function decode(bytes: Uint8Array): Bencoded {
  const decoder = new Decoder(bytes);
  const value = decoder.value(0);
  decoder.end();
  return value;
}

class Decoder {
  private at = 0;
  private values = 0;

  constructor(private readonly bytes: Uint8Array) {}

  value(depth: number): Bencoded {
    if (depth > MOST_DEPTH || ++this.values > MOST_VALUES) {
      throw this.malformed("too deep or too many values");
    }
    switch (this.bytes[this.at]) {
      case INTEGER:
        return this.integer();
      case LIST:
        return this.list(depth);
      case DICTIONARY:
        return this.dictionary(depth);
      default:
        return this.string();
    }
  }

  end(): void {
    if (this.at !== this.bytes.length) {
      throw this.malformed("more after the end");
    }
  }

  private integer(): number {
    this.at++;
    return this.digits(END, true);
  }

  private list(depth: number): Bencoded[] {
    const items: Bencoded[] = [];
    for (this.at++; !this.isEnd(); ) {
      items.push(this.value(depth + 1));
    }
    return items;
  }

  private dictionary(depth: number): Dictionary {
    const start = this.at;
    const entries = new Map<string, Bencoded>();
    for (this.at++; !this.isEnd(); ) {
      const key = latin1(this.string());
      if (entries.has(key)) {
        throw this.malformed("a key stands twice");
      }
      entries.set(key, this.value(depth + 1));
    }
    return { entries, start, end: this.at };
  }

  private string(): Uint8Array {
    const length = this.digits(COLON, false);
    const start = this.at;
    if (length > this.bytes.length - start) {
      throw this.malformed("a string that is longer than what is left");
    }
    this.at += length;
    return this.bytes.subarray(start, this.at);
  }

  /** Decimal digits up to a byte, which is passed; without leading zeros, and exact. */
  private digits(until: number, signed: boolean): number {
    const end = this.bytes.indexOf(until, this.at);
    const text = end < 0 || end - this.at > 17 ? "" : latin1(this.bytes.subarray(this.at, end));
    const form = signed ? /^(0|-?[1-9]\d*)$/ : /^(0|[1-9]\d*)$/;
    const value = Number(text);
    if (!form.test(text) || !Number.isSafeInteger(value)) {
      throw this.malformed("no number");
    }
    this.at = end + 1;
    return value;
  }

  private isEnd(): boolean {
    if (this.bytes[this.at] !== END) {
      return false;
    }
    this.at++;
    return true;
  }

  private malformed(what: string): MalformedBencode {
    return new MalformedBencode(`At byte ${this.at}: ${what}.`);
  }
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    text += String.fromCharCode(byte);
  }
  return text;
}

export function isDictionary(value: Bencoded | undefined): value is Dictionary {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Uint8Array);
}
