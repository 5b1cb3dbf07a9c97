"""How a simulated infant moves: angles of its segments in and out of the plane of the picture.

A segment's angular velocity is band-shaped noise times a log-normal envelope. Envelopes share a
part of the whole body and one of the pair of limbs, which sets how alike limbs move. Seen from
above, a segment appears shortened by the cosine of its angle out of the plane, so bones hold.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.infant import JOINTS, RATE_HZ
from edge.simulation.infant.classes import MovementClass
from edge.simulation.infant.noise import band_noise, bounded_angle, slow_noise

BONES: Final = {
    "shoulder": 0.355,
    "hip": 0.135,
    "upper_arm": 0.36,
    "forearm": 0.50,
    "thigh": 0.49,
    "shank": 0.60,
    "neck": 0.12,
    "head": 0.40,
    "ear": 0.16,
}
"""Lengths in trunk lengths."""
RATES_DEG_S: Final = {
    "upper_arm": 50.0,
    "forearm": 105.0,
    "thigh": 115.0,
    "shank": 75.0,
    "head": 36.0,
}
FIDGET_DEG_S: Final = 16.0
"""Of the small movement that is never at rest."""
ENVELOPE_SIGMA: Final = 1.1
ENVELOPE_TAU_S: Final = 0.8
LEAK_S: Final = 2.0
BODY_SHARE: Final = 0.45
PAIR_SHARE: Final = 0.20
TEMPLATE_SPREAD: Final = 0.10


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementSettings:
    """How infants differ from each other whatever their class.

    Attributes:
        spread: standard deviation of the logarithm of an infant's speed.
        limb_spread: of a limb's speed beside the infant's.
    """

    spread: float = 0.35
    limb_spread: float = 0.20


MOVEMENT: Final = MovementSettings()


def moving_infant(
    rng: np.random.Generator,
    own: MovementClass,
    seconds: float,
    settings: MovementSettings = MOVEMENT,
) -> Floats:
    """Return (T, 19, 2) at 30 frames a second in trunk lengths, y upwards, pelvis at the origin."""
    frames = round(seconds * RATE_HZ)
    if own.template_s is not None:
        return _repeated(rng, own, frames, settings)
    return _free(rng, own, frames, settings)


def _free(
    rng: np.random.Generator, own: MovementClass, frames: int, settings: MovementSettings
) -> Floats:
    body = BODY_SHARE + 0.5 * own.synchrony
    pair = PAIR_SHARE * (1.0 - own.synchrony)
    alone = max(0.0, 1.0 - body - pair)
    z_body = slow_noise(rng, frames, 1, ENVELOPE_TAU_S)[0]
    z_pair = slow_noise(rng, frames, 2, ENVELOPE_TAU_S)
    z_limb = slow_noise(rng, frames, 5, ENVELOPE_TAU_S)
    tone = band_noise(rng, frames, 2)
    speed = float(np.exp(rng.normal(0.0, settings.spread)))
    found: dict[str, Floats] = {
        "pelvis": np.zeros((frames, 2)),
        "thorax": np.tile([0.0, 1.0], (frames, 1)),
    }
    for number, (side, limb) in enumerate(
        (("right", "arm"), ("left", "arm"), ("right", "leg"), ("left", "leg"))
    ):
        z = np.sqrt(body) * z_body + np.sqrt(pair) * z_pair[number // 2]
        z = z + np.sqrt(alone) * z_limb[number]
        own_speed = own.arms if limb == "arm" else own.legs
        gain = speed * np.exp(rng.normal(0.0, settings.limb_spread)) * own_speed * own.boost
        envelope = gain * np.exp(ENVELOPE_SIGMA * z - 0.5 * ENVELOPE_SIGMA**2)
        drive = np.sqrt(1.0 - own.synchrony) * band_noise(rng, frames, 4)
        drive = drive + np.sqrt(own.synchrony) * tone[[0, 1, 0, 1]]
        fidget = own.fidgets * own_speed * FIDGET_DEG_S * band_noise(rng, frames, 4)
        _limb(found, rng, side, limb, envelope * drive, fidget)
    z = np.sqrt(body) * z_body + np.sqrt(1.0 - body) * z_limb[4]
    envelope = own.head * own.boost * speed * np.exp(0.7 * z - 0.25)
    drive = envelope * band_noise(rng, frames, 2)
    fidget = own.fidgets * own.head * 6.0 * band_noise(rng, frames, 1)
    _head(found, drive, fidget)
    return np.stack([found[name] for name in JOINTS], axis=1)


def _limb(
    found: dict[str, Floats],
    rng: np.random.Generator,
    side: str,
    limb: str,
    drive: Floats,
    fidget: Floats,
) -> None:
    """Add the three joints of a limb; `drive` and `fidget` are (4, frames)."""
    outward = -1.0 if side == "right" else 1.0
    if limb == "arm":
        segments = ("upper_arm", "forearm")
        rest = (-10.0 + rng.normal(0.0, 15.0), 60.0 + rng.normal(0.0, 25.0))
        names, root = ("shoulder", "elbow", "wrist"), found["thorax"]
    else:
        segments = ("thigh", "shank")
        rest = (-40.0 + rng.normal(0.0, 12.0), -100.0 + rng.normal(0.0, 15.0))
        names, root = ("hip", "knee", "ankle"), found["pelvis"]
    joint = root + np.array([outward * BONES[names[0]], 0.0])
    found[f"{side}_{names[0]}"] = joint
    for k, segment in enumerate(segments):
        rate, small = RATES_DEG_S[segment], 1.0 + 0.5 * k
        inside = bounded_angle(rate * drive[k] + small * fidget[k], 45.0 + 35.0 * k, LEAK_S)
        outside = bounded_angle(
            rate * drive[2 + k] + small * fidget[2 + k], 30.0 + 10.0 * k, LEAK_S
        )
        angle = np.deg2rad(rest[k] + inside)
        seen = BONES[segment] * np.cos(np.deg2rad(25.0 - 5.0 * k + outside))
        step = np.stack([outward * np.cos(angle), np.sin(angle)], axis=-1)
        joint = joint + step * seen[:, None]
        found[f"{side}_{names[1 + k]}"] = joint


def _head(found: dict[str, Floats], drive: Floats, fidget: Floats) -> None:
    """Add neck, nose, ears and the top of the head."""
    rate = RATES_DEG_S["head"]
    turned = np.deg2rad(90.0 + bounded_angle(rate * drive[0] + fidget[0], 50.0, LEAK_S))
    lifted = np.deg2rad(30.0 + bounded_angle(rate * drive[1], 35.0, LEAK_S))
    along = np.stack([np.cos(turned), np.sin(turned)], axis=-1)
    across = np.stack([along[:, 1], -along[:, 0]], axis=-1)
    neck = found["thorax"] + np.array([0.0, BONES["neck"]])
    nose = neck + along * (BONES["head"] * np.cos(lifted))[:, None]
    found["upper_neck"] = neck
    found["nose"] = nose
    found["head_top"] = neck + 1.5 * (nose - neck)
    found["right_ear"] = nose - BONES["ear"] * across
    found["left_ear"] = nose + BONES["ear"] * across


def _repeated(
    rng: np.random.Generator, own: MovementClass, frames: int, settings: MovementSettings
) -> Floats:
    """Return one short movement again and again, each time a little longer or shorter."""
    assert own.template_s is not None
    length = round(rng.uniform(*own.template_s) * RATE_HZ)
    template = _closed(_free(rng, own, 2 * length, settings)[:length])
    phase: list[Floats] = []
    while sum(len(one) for one in phase) < frames:
        own_length = max(2, round(length * (1.0 + rng.uniform(-1.0, 1.0) * TEMPLATE_SPREAD)))
        phase.append(np.linspace(0.0, length, own_length, endpoint=False))
    at = np.concatenate(phase)[:frames]
    before = at.astype(np.int64) % length
    share = (at - np.floor(at))[:, None, None]
    moved: Floats = template[before] * (1.0 - share) + template[(before + 1) % length] * share
    return moved


def _closed(template: Floats) -> Floats:
    """Return a movement that ends where it begins: its drift is taken out evenly.

    Bones change by the share of the drift, a few per cent, which a tracker's noise exceeds.
    """
    drift = template[-1] - template[0]
    share = np.linspace(0.0, 1.0, len(template))[:, None, None]
    closed: Floats = template - share * drift
    return closed
