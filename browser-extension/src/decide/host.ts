/** A host in the form that URLs have it in, from a host or URL as people write it. */
export function hostOf(text: string): string | undefined {
  const trimmed = text.trim();
  const url = trimmed.includes("://") ? trimmed : `http://${trimmed}`;
  if (trimmed === "" || !URL.canParse(url)) {
    return undefined;
  }
  return new URL(url).hostname.replace(/\.$/, "") || undefined;
}
