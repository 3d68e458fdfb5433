import { mustExist, ofType, refersTo, shown, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import { UNKNOWN } from "../../../rehearsal/provider/struct";
import type { GraphRule } from "../../rule";

const LISTENER = "aws:lb/listener:Listener";
const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";

export const acmValidated: GraphRule = {
  id: "acm-validated",
  reason: "ACM renews a certificate by itself only while DNS proves the domain, and a listener can't take one that was never proven.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Give the load balancer the arn of the Certificate component; groundwork:loadBalancer.dns says who keeps the records.",
  checklist: ["S-39"],
  equivalents: ["CKV2_AWS_71", "FSBP ACM.1"],
  evaluate: (stack) => {
    const certificates = ofType(stack, "aws:acm/certificate:Certificate");
    const validations = ofType(stack, VALIDATION);
    const listeners = [
      ...ofType(stack, LISTENER).filter(({ properties }) => properties.protocol === "HTTPS" || properties.certificateArn !== undefined),
      ...ofType(stack, "aws:lb/listenerCertificate:ListenerCertificate"),
    ];
    const violations = listeners.flatMap((listener) => {
      const { certificateArn } = listener.properties;
      const own = validations.filter(
        (validation) =>
          refersTo(listener, "certificateArn", validation) ||
          (certificateArn !== UNKNOWN && validation.properties.certificateArn === certificateArn) ||
          certificates.some((certificate) => refersTo(listener, "certificateArn", certificate) && refersTo(validation, "certificateArn", certificate)),
      );
      if (own.length === 0 || certificateArn === undefined) return [violation(listener, "certificateArn", shown(certificateArn), "that of a CertificateValidation")];
      return own.flatMap((validation) => {
        const proven = targets(validation, "certificateArn", certificates);
        if (proven.length === 0) return [violation(validation, "certificateArn", shown(validation.properties.certificateArn), "a certificate of this stack")];
        return proven
          .filter(({ properties }) => properties.validationMethod !== "DNS")
          .map((certificate) => violation(certificate, "validationMethod", shown(certificate.properties.validationMethod), "DNS"));
      });
    });
    return mustExist(listeners, LISTENER, violations);
  },
};
