import { blueBank } from "./ko/blue-bank";
import { blueBankClaims } from "./ko/blue-bank-claims";
import { dasomMobile } from "./ko/dasom-mobile";
import { haneulMall } from "./ko/haneul-mall";
import { neoulTravel } from "./ko/neoul-travel";
import { saebomClinic } from "./ko/saebom-clinic";
import { starlightCamera } from "./ko/starlight-camera";
import type { CorpusNotice } from "./types";

export const koreanNotices: CorpusNotice[] = [...haneulMall, ...blueBank, ...blueBankClaims, ...saebomClinic, ...neoulTravel, ...starlightCamera, ...dasomMobile];
