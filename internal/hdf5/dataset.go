package hdf5

import (
	"errors"
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
	for i, kind := range [...]uint16{msgDataspace, msgDatatype, msgLayout, msgFilters} {
		var err error
		if parts[i], err = o.find(kind); err != nil {
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
	fill, err := o.fillValue(d.typ.Size)
	if err != nil {
		return nil, err
	}
	filters, err := parseFilters(parts[3])
	if err != nil {
		return nil, err
	}
	l := layout{f: o.f, typ: d.typ, space: d.space, n: uint64(n), fill: fill, filters: filters}
	data, err := l.parse(parts[2])
	if err != nil {
		return nil, err
	}
	switch of := data.(type) {
	case nil:
		data = fill
	case *chunked:
		d.block = of.block()
	default:
		d.inFile = true
	}
	d.data = io.NewSectionReader(data, 0, int64(n))
	if d.typ.Class == Opaque && d.typ.Size == 2 {
		if dtype, err := Attr[string](d, "dtype"); err == nil && dtype == "bfloat16" {
			d.typ = BFloat16
		}
	}
	return d, nil
}
