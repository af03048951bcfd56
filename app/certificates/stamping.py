"""RFC 3161 time stamps: from the demonstration's own key, or from the address of a time stamper."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from asn1crypto import algos, cms, core, tsp, x509
from pyhanko.sign import general
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper

from app import clock
from app.signers.base import Signer, der_of
from models.errors import Refusal

PATIENCE = 10
"""Seconds that a stamper elsewhere may take to answer."""
POLICY = "2.25.170436583012463718204365498205811223094"
"""The demonstration's own policy: an invented register tells the time to nobody else."""
SERIAL_BITS = 64


class StampMissing(Refusal):
    """There is no time stamp to be had now: what needs it waits."""

    http = 503


class OwnStamper(TimeStamper):
    """Stamps with a key of the regime; P-256, for a demonstration."""

    def __init__(self, signer: Signer) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        if signer.certificate is None:
            raise StampMissing("stamper_without_certificate")
        self._signer = signer
        self._certificate = x509.Certificate.load(signer.certificate)

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The answer to a request, as a time stamper gives it over the wire."""
        info = self._info(req, clock.now().replace(microsecond=0)).dump()
        content = {"content_type": "tst_info", "content": cms.ParsableOctetString(info)}
        signed = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [_SHA256],
                "encap_content_info": content,
                "certificates": [self._certificate],
                "signer_infos": [self._signed(info)],
            }
        )
        token = cms.ContentInfo({"content_type": "signed_data", "content": signed})
        answer = {"status": {"status": "granted"}, "time_stamp_token": token}
        return tsp.TimeStampResp(answer)

    def _info(self, req: tsp.TimeStampReq, at: datetime) -> tsp.TSTInfo:
        said = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": req["message_imprint"],
            "serial_number": secrets.randbits(SERIAL_BITS),
            "gen_time": core.GeneralizedTime(at),
            "tsa": x509.GeneralName("directory_name", self._certificate.subject),
        }
        if req["nonce"].native is not None:
            said["nonce"] = req["nonce"]
        return tsp.TSTInfo(said)

    def _signed(self, info: bytes) -> cms.SignerInfo:
        certificate = general.as_signing_certificate_v2(self._certificate)
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("message_digest", hashlib.sha256(info).digest()),
                simple_cms_attribute("signing_certificate_v2", certificate),
            ]
        )
        issuer = {
            "issuer": self._certificate.issuer,
            "serial_number": self._certificate.serial_number,
        }
        return cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier({"issuer_and_serial_number": issuer}),
                "digest_algorithm": _SHA256,
                "signature_algorithm": {"algorithm": "sha256_ecdsa"},
                "signed_attrs": attributes,
                "signature": der_of(self._signer.sign(attributes.dump())),
            }
        )


class AskedStamper(HTTPTimeStamper):
    """Asks a time stamper elsewhere; StampMissing when it does not answer as it should."""

    def __init__(self, url: str) -> None:
        super().__init__(url, timeout=PATIENCE)

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Its answer; checked by the caller against what was asked."""
        try:
            return await super().async_request_tsa_response(req)
        except Exception as fault:
            raise StampMissing("stamper_no_answer", why=type(fault).__name__) from fault


_SHA256 = algos.DigestAlgorithm({"algorithm": "sha256"})
