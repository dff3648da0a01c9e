const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

const SECOND = ["second", 1] as const;
const MINUTE = ["minute", 60] as const;
const HOUR = ["hour", 3600] as const;

/** Amounts as people of a language read them. */
export class Amounts {
  /** Formats are costly to make, and are asked for several times a second. */
  private readonly formats = new Map<string, Intl.NumberFormat>();

  constructor(private readonly language: string) {}

  /** Such as 3.2 GB. */
  bytes(count: number): string {
    const power = count < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(count) / 3));
    const unitDisplay = power === 0 ? "long" : "short";
    const format = this.format({ style: "unit", unit: UNITS[power] ?? "byte", unitDisplay, maximumSignificantDigits: 3 });
    return format.format(count / 1000 ** power);
  }

  /** Such as 2 minutes. */
  duration(seconds: number): string {
    const [unit, length] = seconds < 90 ? SECOND : seconds < 5400 ? MINUTE : HOUR;
    const count = Math.max(1, Math.round(seconds / length));
    return this.format({ style: "unit", unit, unitDisplay: "long" }).format(count);
  }

  /** A part of a whole, such as 38 %; what there is never shows as nothing, what is missing never as all. */
  share(part: number, whole: number): string {
    const exact = whole === 0 ? 0 : part / whole;
    const percent = exact > 0 && exact < 0.01 ? 0.01 : exact < 1 ? Math.floor(exact * 100) / 100 : 1;
    return this.percent(percent);
  }

  /** The parts of a whole that they make together: the largest one takes what rounding leaves over. */
  shares(parts: readonly number[]): string[] {
    const sum = parts.reduce((all, part) => all + part, 0);
    const percents = parts.map((part) => (part > 0 ? Math.max(1, Math.floor((100 * part) / sum)) : 0));
    const largest = parts.indexOf(Math.max(...parts));
    const others = percents.reduce((all, percent, index) => (index === largest ? all : all + percent), 0);
    return percents.map((percent, index) => this.percent((index === largest ? 100 - others : percent) / 100));
  }

  private percent(part: number): string {
    return this.format({ style: "percent" }).format(part);
  }

  private format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = JSON.stringify(options);
    const known = this.formats.get(key) ?? new Intl.NumberFormat(this.language, options);
    this.formats.set(key, known);
    return known;
  }
}
