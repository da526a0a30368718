/** Sites of authorities that a notice may send people to for help, mediation and new papers; what stands below them is theirs too. */
export const authoritySites = ["privacy.go.kr", "pipc.go.kr", "kopico.go.kr", "kisa.or.kr", "passport.go.kr", "police.go.kr", "fss.or.kr", "ico.org.uk", "oag.ca.gov", "identitytheft.gov", "oaic.gov.au", "ppc.go.jp"];
