/** Put a text where the cursor stands in a text area, as if it had been typed there. */
export function insertText(area: HTMLTextAreaElement | null | undefined, text: string): void {
  if (!area) return;
  area.focus();
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
