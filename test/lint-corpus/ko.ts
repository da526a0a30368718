import { blueBank } from "./ko/blue-bank";
import { dasomMobile } from "./ko/dasom-mobile";
import { haneulMall } from "./ko/haneul-mall";
import { neoulTravel } from "./ko/neoul-travel";
import { saebomClinic } from "./ko/saebom-clinic";
import { starlightCamera } from "./ko/starlight-camera";
import type { CorpusNotice } from "./types";

export const koreanNotices: CorpusNotice[] = [...haneulMall, ...blueBank, ...saebomClinic, ...neoulTravel, ...starlightCamera, ...dasomMobile];
