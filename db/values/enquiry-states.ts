/** The life of an enquiry: answered once a reply is mailed, closed when nothing more is to be done. */
export const enquiryStates = ["open", "answered", "closed"] as const;
export type EnquiryState = (typeof enquiryStates)[number];
