/**
 * Has the browser save a file through a link, as if a person had clicked on it. Nobody tells when the
 * browser has copied it all, so the file must stay for a while.
 */
export async function saveByLink(file: File, name: string): Promise<boolean> {
  const url = URL.createObjectURL(file.slice(0, file.size, "application/octet-stream"));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  // The URL lives as long as the page: the browser may ask the person first where to save.
  return await Promise.resolve(false);
}
