const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

/** A size as people read it, such as 3.2 GB, in the language of the page. */
export function bytes(count: number): string {
  const power = count < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(count) / 3));
  return new Intl.NumberFormat(document.documentElement.lang, {
    style: "unit",
    unit: UNITS[power] ?? "byte",
    unitDisplay: power === 0 ? "long" : "short",
    maximumSignificantDigits: 3,
  }).format(count / 1000 ** power);
}
