import { MalformedMessage, Reader } from "./reader.ts";

export { MalformedMessage } from "./reader.ts";

/** One TXT record: its strings, each of at most 255 bytes, as Latin-1. */
export type Txt = readonly string[];

export type TxtAnswer =
  | { readonly kind: "records"; readonly records: readonly Txt[] }
  | { readonly kind: "none" }
  | { readonly kind: "failed"; readonly rcode: number };

const TXT = 16;
const CNAME = 5;
const IN = 1;
const NXDOMAIN = 3;
const MOST_RECORDS = 512;

/** A query for TXT records; its number is 0, so that HTTP caches can know it again (RFC 8484 §4.1). */
export function txtQuery(name: string): Uint8Array {
  const labels = name.split(".").flatMap((label) => {
    const bytes = new TextEncoder().encode(label);
    if (bytes.length === 0 || bytes.length > 63) {
      throw new RangeError(`A label must have 1 to 63 bytes: ${name}`);
    }
    return [bytes.length, ...bytes];
  });
  if (labels.length > 254) {
    throw new RangeError(`A name must have at most 253 characters: ${name}`);
  }
  const header = [0, 0, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0];
  return Uint8Array.from([...header, ...labels, 0, 0, TXT, 0, IN]);
}

/**
 * What a message answers to {@link txtQuery}.
 *
 * @throws MalformedMessage if it is none, is truncated, or answers another question
 */
export function txtAnswer(bytes: Uint8Array, name: string): TxtAnswer {
  const reader = new Reader(bytes);
  reader.u16();
  const flags = reader.u16();
  const [questions, answers] = [reader.u16(), reader.u16()];
  reader.u32();
  checkFlags(flags);
  checkQuestion(reader, questions, name);
  const rcode = flags & 0xf;
  if (rcode !== 0) {
    return rcode === NXDOMAIN ? { kind: "none" } : { kind: "failed", rcode };
  }
  const records = txtRecords(reader, answers, name.toLowerCase());
  return records.length === 0 ? { kind: "none" } : { kind: "records", records };
}

function checkFlags(flags: number): void {
  if ((flags & 0x8000) === 0 || (flags & 0x7800) !== 0) {
    throw new MalformedMessage("This is no answer to a query.");
  }
  if ((flags & 0x0200) !== 0) {
    throw new MalformedMessage("The answer is truncated.");
  }
}

function checkQuestion(reader: Reader, questions: number, name: string): void {
  const asked = questions === 1 ? reader.name() : "";
  const isRight = questions === 1 && reader.u16() === TXT && reader.u16() === IN;
  if (!isRight || asked !== name.toLowerCase()) {
    throw new MalformedMessage("The answer is one to another question.");
  }
}

/** The TXT records of the name, or of the one that it is an alias of (RFC 1035 §3.6.2). */
function txtRecords(reader: Reader, count: number, name: string): Txt[] {
  if (count > MOST_RECORDS) {
    throw new MalformedMessage(`An answer has at most ${MOST_RECORDS} records, not ${count}.`);
  }
  const records: Txt[] = [];
  let owner = name;
  for (let i = 0; i < count; i++) {
    const record = { owner: reader.name(), type: reader.u16(), class: reader.u16(), ttl: reader.u32() };
    const length = reader.u16();
    const isAsked = record.owner === owner && record.class === IN;
    if (isAsked && record.type === CNAME) {
      owner = reader.name();
    } else {
      const data = reader.take(length);
      records.push(...(isAsked && record.type === TXT ? [strings(data)] : []));
    }
  }
  return records;
}

function strings(data: Uint8Array): Txt {
  const reader = new Reader(data);
  const found: string[] = [];
  for (let at = 0; at < data.length; ) {
    const length = reader.u8();
    found.push(String.fromCharCode(...reader.take(length)));
    at += 1 + length;
  }
  return found;
}
