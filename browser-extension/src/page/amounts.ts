const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

/** Amounts as people of a language read them. */
export class Amounts {
  constructor(private readonly language: string) {}

  /** Such as 3.2 GB. */
  bytes(count: number): string {
    const power = count < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(count) / 3));
    return new Intl.NumberFormat(this.language, {
      style: "unit",
      unit: UNITS[power] ?? "byte",
      unitDisplay: power === 0 ? "long" : "short",
      maximumSignificantDigits: 3,
    }).format(count / 1000 ** power);
  }

  /** Such as 2 minutes. */
  duration(seconds: number): string {
    const [unit, length] = seconds < 90 ? (["second", 1] as const) : seconds < 5400 ? (["minute", 60] as const) : (["hour", 3600] as const);
    const count = Math.max(1, Math.round(seconds / length));
    return new Intl.NumberFormat(this.language, { style: "unit", unit, unitDisplay: "long" }).format(count);
  }

  /** A part of a whole, such as 38 %; what there is never shows as nothing, what is missing never as all. */
  share(part: number, whole: number): string {
    const exact = whole === 0 ? 0 : part / whole;
    const percent = exact > 0 && exact < 0.01 ? 0.01 : exact < 1 ? Math.floor(exact * 100) / 100 : 1;
    return new Intl.NumberFormat(this.language, { style: "percent" }).format(percent);
  }
}
