/** What goes with a programme's terms at most; a file has to come with the rest of its form in what a server action takes (8 MB). */
export const DOCUMENT_BYTES = 5_000_000;
export const MOST_DOCUMENTS = 10;
