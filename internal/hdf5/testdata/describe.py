"""What h5py finds in a file, in the form in which the Go tests keep it."""

import h5py
import numpy as np


def type_name(tid):
    """The name that Type.String gives to an HDF5 type."""
    if isinstance(tid, h5py.h5t.TypeStringID):
        return "string" if tid.is_variable_str() else f"string of {tid.get_size()} bytes"
    if isinstance(tid, h5py.h5t.TypeOpaqueID):
        return f"opaque of {tid.get_size()} bytes"
    if isinstance(tid, h5py.h5t.TypeEnumID) and tid.dtype != np.bool_:
        tid = tid.get_super()
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
    if isinstance(value, np.void):
        return value.tobytes().hex()
    if isinstance(value, (np.floating,)) or type(value).__name__ == "bfloat16":
        return repr(float(value))
    return str(value)


def array(tid, value):
    name = type_name(tid)
    if isinstance(value, h5py.Empty):
        return {"type": name, "shape": [], "values": []}
    value = np.asarray(value)
    return {"type": name, "shape": list(value.shape), "values": [text(v) for v in value.flat]}


def attributes(obj):
    found = {}
    for name in sorted(obj.attrs):
        attr = obj.attrs.get_id(name)
        found[name] = array(attr.get_type(), obj.attrs[name])
    return found


def dataset(d):
    value = d[()]
    found = array(d.id.get_type(), value)
    if found["type"] == "opaque of 2 bytes" and d.attrs.get("dtype") == "bfloat16":
        import ml_dtypes

        found["type"] = "bfloat16"
        found["values"] = [text(v) for v in value.view(ml_dtypes.bfloat16).flat]
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
        found[where] = {"kind": "group", "names": names, "attrs": attributes(obj)}
        for name in names:
            below = where.rstrip("/") + "/" + name
            if obj.get(name, getlink=True).__class__ is not h5py.HardLink or name.startswith("refused"):
                found[below] = {"kind": "refused"}
            else:
                visit(obj[name], below)

    with h5py.File(path, "r") as f:
        visit(f, "/")
    return found
