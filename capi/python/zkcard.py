"""Groth16 proofs over BN254 from the files of snarkjs.

A door to ``libzkcard``, which ``cargo xtask capi`` builds, by nothing but the
standard library of Python 3.8 or newer. The shared library is looked for in this order: the
path in ``ZKCARD_LIBRARY``, beside this file, in ``../lib`` from it, then where the
system looks.

    >>> import zkcard
    >>> with zkcard.Prover("circuit.zkey") as prover:
    ...     proof, key = prover.prove("witness.wtns"), prover.verification_key()
    >>> zkcard.verify(key, proof.public, proof.proof)
    True

Keys and witnesses are paths, or bytes of such files. Proofs, public inputs and
verification keys are what ``json`` makes of snarkjs's files. Calls leave the
interpreter's lock, so proofs run beside other threads; provers must not be used in
a process that was forked after the first prover was made or proof verified.
"""

import ctypes
import ctypes.util
import json
import os
from ctypes import POINTER, byref, c_char_p, c_int, c_ulong, c_ulonglong, c_void_p
from pathlib import Path
from typing import Any, List, NamedTuple, Union

__all__ = ["Error", "ProverError", "WitnessLengthError", "VerifierError",
           "Proof", "Prover", "prove", "verify", "version"]

PathOrBytes = Union[str, "os.PathLike[str]", bytes, bytearray, memoryview]

_MESSAGE = 1024
_OK, _SHORT_BUFFER, _WITNESS_LENGTH = 0, 2, 3
_VALID, _INVALID = 0, 1


class Error(Exception):
    """Something that was asked of the library was not done."""


class ProverError(Error):
    """No proof: a file that cannot be used, or a witness that does not satisfy
    the circuit."""


class WitnessLengthError(ProverError):
    """Witness and key belong to different circuits."""


class VerifierError(Error):
    """A proof could not be judged: JSON of another shape, a number that is not
    below its modulus, or another number of public inputs than the key has."""


class Proof(NamedTuple):
    """A proof and its public inputs, as snarkjs writes them."""

    proof: dict
    """What ``proof.json`` holds, without ``curve``."""
    public: List[str]
    """What ``public.json`` holds: decimal numbers."""


def _open() -> ctypes.CDLL:
    named = os.environ.get("ZKCARD_LIBRARY")
    if named:
        return ctypes.CDLL(named)
    here = Path(__file__).resolve().parent
    for folder in (here, here.parent / "lib"):
        beside = folder / "libzkcard.so"
        if beside.exists():
            return ctypes.CDLL(str(beside))
    found = ctypes.util.find_library("zkcard")
    if found is None:
        raise OSError("libzkcard.so was not found: name it by ZKCARD_LIBRARY "
                      "(`cargo xtask capi` builds it)")
    return ctypes.CDLL(found)


def _declare(lib: ctypes.CDLL) -> ctypes.CDLL:
    message = [c_char_p, c_ulonglong]
    size = POINTER(c_ulonglong)
    text = [c_char_p, size]
    lib.zkcard_version.argtypes, lib.zkcard_version.restype = [], c_char_p
    lib.groth16_proof_size.argtypes, lib.groth16_proof_size.restype = [size], None
    lib.groth16_prover_destroy.argtypes, lib.groth16_prover_destroy.restype = [c_void_p], None
    for name, arguments in (
        ("groth16_prover_create", [POINTER(c_void_p), c_char_p, c_ulonglong]),
        ("groth16_prover_create_zkey_file", [POINTER(c_void_p), c_char_p]),
        ("groth16_prover_prove", [c_void_p, c_char_p, c_ulonglong] + text + text),
        ("zkcard_prover_check_key", [c_void_p]),
        ("zkcard_prover_use_card", [c_void_p, c_char_p]),
        ("zkcard_prover_warnings", [c_void_p] + text),
        ("zkcard_prover_verification_key", [c_void_p] + text),
    ):
        function = getattr(lib, name)
        function.argtypes, function.restype = arguments + message, c_int
    lib.groth16_verify.argtypes = [c_char_p, c_char_p, c_char_p, c_char_p, c_ulong]
    lib.groth16_verify.restype = c_int
    return lib


_lib = _declare(_open())


def version() -> str:
    """The version of the library."""
    return _lib.zkcard_version().decode()


def _call(function: Any, *arguments: Any) -> None:
    """Calls a function of the prover; its errors become exceptions."""
    message = ctypes.create_string_buffer(_MESSAGE)
    code = function(*arguments, message, _MESSAGE)
    if code == _OK:
        return
    text = message.value.decode("utf-8", "replace")
    raise _ShortBuffer(text) if code == _SHORT_BUFFER else (
        WitnessLengthError(text) if code == _WITNESS_LENGTH else ProverError(text))


class _ShortBuffer(Error):
    """The sizes now say what is needed."""


def _bytes(source: PathOrBytes) -> bytes:
    if isinstance(source, (bytes, bytearray, memoryview)):
        return bytes(source)
    return Path(source).read_bytes()


class Prover:
    """A proving key, ready for any number of proofs, from any number of threads."""

    def __init__(self, zkey: PathOrBytes):
        """Maps the file of a key, or copies its bytes.

        The file must stay as it is until the prover is closed.

        Raises:
            ProverError: it is not a whole Groth16 key over BN254.
        """
        self._handle = c_void_p()
        if isinstance(zkey, (bytes, bytearray, memoryview)):
            content = bytes(zkey)
            _call(_lib.groth16_prover_create, byref(self._handle), content, len(content))
        else:
            _call(_lib.groth16_prover_create_zkey_file, byref(self._handle), os.fsencode(zkey))

    def close(self) -> None:
        """Frees the key; no proof may be under way. Closing twice is fine."""
        handle, self._handle = self._handle, c_void_p()
        _lib.groth16_prover_destroy(handle)

    def __enter__(self) -> "Prover":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __del__(self) -> None:
        # Not there if the constructor never began.
        if getattr(self, "_handle", None):
            self.close()

    def prove(self, witness: PathOrBytes) -> Proof:
        """Makes a proof, and verifies it before it is returned.

        Raises:
            WitnessLengthError: the witness is of another circuit.
            ProverError: it cannot be read, or does not satisfy the circuit.
        """
        content = _bytes(witness)
        proof_size, public_size = c_ulonglong(), c_ulonglong(1 << 10)
        _lib.groth16_proof_size(byref(proof_size))
        while True:
            proof = ctypes.create_string_buffer(proof_size.value)
            public = ctypes.create_string_buffer(public_size.value)
            try:
                _call(_lib.groth16_prover_prove, self._handle, content, len(content),
                      proof, byref(proof_size), public, byref(public_size))
            except _ShortBuffer:
                continue
            return Proof(json.loads(proof.value), json.loads(public.value))

    def verification_key(self) -> dict:
        """The key for :func:`verify`, as ``verification_key.json`` has it."""
        return json.loads(self._text(_lib.zkcard_prover_verification_key))

    def warnings(self) -> List[str]:
        """What makes the key unfit for anything but tests; empty for a good one."""
        return self._text(_lib.zkcard_prover_warnings).splitlines()

    def check_key(self) -> None:
        """Checks every point of the key.

        Raises:
            ProverError: names the first point that is not in its group.
        """
        _call(_lib.zkcard_prover_check_key, self._handle)

    def use_card(self, uri: str) -> None:
        """Uses a card for the proofs that begin from now on, with the CPU in reserve.

        Raises:
            ProverError: there is no such card, or it is busy.
        """
        _call(_lib.zkcard_prover_use_card, self._handle, uri.encode())

    def _text(self, function: Any) -> str:
        size = c_ulonglong(1 << 12)
        while True:
            buffer = ctypes.create_string_buffer(size.value)
            try:
                _call(function, self._handle, buffer, byref(size))
            except _ShortBuffer:
                continue
            return buffer.value.decode()


def prove(zkey: PathOrBytes, witness: PathOrBytes) -> Proof:
    """Makes one proof; see :class:`Prover` for several with one key."""
    with Prover(zkey) as prover:
        return prover.prove(witness)


def verify(verification_key: dict, public: List[str], proof: dict) -> bool:
    """Whether a proof is valid.

    Raises:
        VerifierError: it cannot be judged.
    """
    message = ctypes.create_string_buffer(_MESSAGE)
    texts = [json.dumps(value).encode() for value in (proof, public, verification_key)]
    code = _lib.groth16_verify(*texts, message, _MESSAGE)
    if code not in (_VALID, _INVALID):
        raise VerifierError(message.value.decode("utf-8", "replace"))
    return code == _VALID
