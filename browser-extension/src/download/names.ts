const LONGEST = 120;

/** Names that Windows keeps for its devices, with whatever ending. */
const DEVICES = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** Control characters, what Windows forbids in names, and marks that turn the direction of writing. */
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A name that is harmless on every system, made of one that came from outside. */
export function harmlessName(name: string): string {
  const clean = name.normalize("NFC").replace(FORBIDDEN, "_").replace(/^[. ]+|[. ]+$/g, "");
  const safe = DEVICES.test(clean) ? `_${clean}` : clean;
  return shorten(safe === "" ? "download" : safe);
}

/** Cuts in the middle, so that the ending stays. */
function shorten(name: string): string {
  const characters = [...name];
  if (characters.length <= LONGEST) {
    return name;
  }
  return characters.slice(0, LONGEST - 20).join("") + "…" + characters.slice(-19).join("");
}
