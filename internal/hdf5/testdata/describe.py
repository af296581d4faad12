"""What h5py finds in a file, in the form in which the Go tests keep it."""

import hashlib
import math
import struct

import h5py
import numpy as np

MANY = 20  # of more values or names there is a digest
LONG = 400  # and of a longer text


def brief(values, floats=False):
    """The values themselves, or how many there are, the outermost and a digest of all."""
    if len(values) <= MANY:
        return values
    plain = values
    if floats:
        numbers = [float(v) for v in values]
        plain = ["nan" if math.isnan(v) else struct.pack(">d", v).hex() for v in numbers]
    digest = hashlib.sha256("\n".join(plain).encode()).hexdigest()
    return [str(len(values)), plain[0][:30], plain[-1][:30], digest]


def long(text):
    """A text, or a digest of a long one."""
    return text if len(text) <= LONG else hashlib.sha256(text.encode()).hexdigest()


def memory_type(tid):
    """The type as which to read numbers that NumPy doesn't have, None for others."""
    size = tid.get_size()
    if isinstance(tid, h5py.h5t.TypeBitfieldID):
        return "uint", h5py.h5t.NATIVE_B64, "uint64"
    if isinstance(tid, h5py.h5t.TypeIntegerID):
        if size not in (1, 2, 4, 8) or tid.get_precision() != 8 * size:
            if tid.get_sign() == h5py.h5t.SGN_NONE:
                return "uint", h5py.h5t.NATIVE_UINT64, "uint64"
            return "int", h5py.h5t.NATIVE_INT64, "int64"
    if isinstance(tid, h5py.h5t.TypeFloatID):
        fields = tid.get_fields() + (tid.get_ebias(),)
        known = {2: [(15, 10, 5, 0, 10, 15), (15, 7, 8, 0, 7, 127)], 4: [(31, 23, 8, 0, 23, 127)], 8: [(63, 52, 11, 0, 52, 1023)]}
        if fields not in known.get(size, ()):
            return "float", h5py.h5t.NATIVE_DOUBLE, "float64"
    return None


def type_name(tid):
    """The name that Type.String gives to an HDF5 type."""
    if isinstance(tid, h5py.h5t.TypeStringID):
        return "string" if tid.is_variable_str() else f"string of {tid.get_size()} bytes"
    if isinstance(tid, h5py.h5t.TypeOpaqueID):
        return f"opaque of {tid.get_size()} bytes"
    if isinstance(tid, h5py.h5t.TypeCompoundID):
        return f"compound of {tid.get_size()} bytes"
    if isinstance(tid, h5py.h5t.TypeEnumID) and tid.dtype != np.bool_:
        tid = tid.get_super()
    if memory := memory_type(tid):
        big = tid.get_size() > 1 and tid.get_order() == h5py.h5t.ORDER_BE
        return f"{'big-endian ' * big}{memory[0]}{8 * tid.get_size()}"
    name = tid.dtype.name
    if isinstance(tid, h5py.h5t.TypeFloatID) and tid.get_size() == 2 and tid.get_ebias() == 127:
        name = "bfloat16"
    big = tid.dtype.byteorder == ">"
    return "big-endian " + name if big else name


def text(value):
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (np.void, np.complexfloating)):
        return value.tobytes().hex()
    if isinstance(value, (np.floating,)) or type(value).__name__ == "bfloat16":
        return repr(float(value))
    return str(value)


def array(tid, value):
    name = type_name(tid)
    if isinstance(value, h5py.Empty):
        return {"type": name, "shape": [], "values": []}
    value = np.asarray(value)
    values = [long(text(v)) for v in value.flat]
    return {"type": name, "shape": list(value.shape), "values": brief(values, "float" in name)}


def attributes(obj):
    found = {}
    for name in sorted(obj.attrs):
        attr = obj.attrs.get_id(name)
        found[name] = array(attr.get_type(), obj.attrs[name])
    return found


def dataset(d):
    if memory := memory_type(d.id.get_type()):
        value = np.zeros(d.shape, memory[2])
        d.id.read(h5py.h5s.ALL, h5py.h5s.ALL, value, memory[1])
    else:
        value = d[()]
    found = array(d.id.get_type(), value)
    if found["type"] == "opaque of 2 bytes" and d.attrs.get("dtype") == "bfloat16":
        import ml_dtypes

        found["type"] = "bfloat16"
        found["values"] = brief([text(v) for v in value.view(ml_dtypes.bfloat16).flat], True)
    return {"kind": "dataset", **found, "attrs": attributes(d)}


def describe(path):
    """Every object of a file by its path, groups before what they hold."""
    found, seen = {}, set()

    def visit(obj, where):
        address = h5py.h5o.get_info(obj.id).addr
        if address in seen:
            return
        seen.add(address)
        if isinstance(obj, h5py.Dataset):
            found[where] = dataset(obj)
            return
        names = sorted(obj, key=str.encode)
        found[where] = {"kind": "group", "names": brief(names), "attrs": attributes(obj)}
        for name in names:
            below = where.rstrip("/") + "/" + name
            link = obj.get(name, getlink=True).__class__
            if link is h5py.SoftLink:
                continue
            if link is h5py.ExternalLink or name.startswith("refused"):
                found[below] = {"kind": "refused"}
            else:
                visit(obj[name], below)

    with h5py.File(path, "r") as f:
        visit(f, "/")
    return found
