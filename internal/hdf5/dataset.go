package hdf5

import (
	"errors"
	"fmt"
	"io"
)

// Dataset is an array in the file, with attributes. Opening it reads none of
// its elements.
type Dataset struct {
	object
	Array
}

func newDataset(o object) (*Dataset, error) {
	if o.header.has(msgExternal) {
		return nil, unsupported("a dataset in other files")
	}
	var parts [4][]byte
	for i, kind := range [...]uint16{msgDataspace, msgDatatype, msgLayout, msgFillValue} {
		var err error
		if parts[i], err = o.header.find(kind); err != nil {
			return nil, err
		}
	}
	if parts[0] == nil || parts[1] == nil {
		return nil, errors.New("a dataset without dataspace or datatype")
	}
	d := &Dataset{object: o}
	n, err := d.describe(o.f, o.path, parts[1], parts[0])
	if err != nil {
		return nil, err
	}
	data, err := o.f.parseLayout(parts[2], uint64(n))
	if err != nil {
		return nil, err
	}
	d.stored = data != nil
	if !d.stored {
		fill, err := parseFillValue(parts[3])
		if err != nil {
			return nil, err
		}
		if len(fill) != 0 && len(fill) != d.typ.Size {
			return nil, fmt.Errorf("fill value of %d bytes, expected %d", len(fill), d.typ.Size)
		}
		data = fillValue(fill)
	}
	d.data = io.NewSectionReader(data, 0, int64(n))
	if d.typ.Class == Opaque && d.typ.Size == 2 {
		if dtype, err := Attr[string](d, "dtype"); err == nil && dtype == "bfloat16" {
			d.typ = BFloat16
		}
	}
	return d, nil
}
