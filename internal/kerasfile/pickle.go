package kerasfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/gokeras/keras/tensor"
)

// unpickleVars returns the variables of one owner: a .npy file whose only element is a
// pickled dictionary of arrays under the keys "0", "1" and so on. Arrays are NumPy's, or
// Keras's variables on NumPy or JAX.
func unpickleVars(b []byte) ([]*tensor.Tensor, error) {
	b, ok := bytes.CutPrefix(b, []byte("\x93NUMPY\x01\x00"))
	if !ok || len(b) < 2 {
		return nil, errors.New("received no .npy file of version 1.0")
	}
	n := int(binary.LittleEndian.Uint16(b))
	if b = b[2:]; n > len(b) || !bytes.Contains(b[:n], []byte("'|O'")) {
		return nil, errors.New("received an array, expected a dictionary of them")
	}
	v, err := unpickle(b[n:])
	if err != nil {
		return nil, err
	}
	var d *dict
	if outer, ok := v.(*made); ok && outer.is("multiarray", "_reconstruct") {
		state, _ := outer.state.(tuple)
		list, _ := at(state, 4).(*pylist)
		if list != nil && len(list.items) == 1 {
			d, _ = list.items[0].(*dict)
		}
	}
	if d == nil {
		return nil, errors.New("received a pickle of something else, expected a dictionary of arrays")
	}
	list := make([]*tensor.Tensor, len(d.keys))
	left := 2 * len(b) // bytes; numbers of half precision take twice as much in memory
	for i, k := range d.keys {
		key, _ := k.(string)
		n, err := strconv.Atoi(key)
		if err != nil || n < 0 || n >= len(list) || list[n] != nil {
			return nil, fmt.Errorf("received the key %q of %d, expected the numbers from 0", key, len(list))
		}
		if list[n], err = pickledArray(d.values[i]); err != nil {
			return nil, fmt.Errorf("variable %d: %w", n, err)
		}
		if left -= list[n].Size() * list[n].DType().Size(); left < 0 {
			return nil, errors.New("received arrays that are larger than the file")
		}
	}
	return list, nil
}

// is tells whether something was made by a function or class of a module, of which the
// last part is given, as NumPy 2 has moved some.
func (m *made) is(module, name string) bool {
	return m.by.name == name && (m.by.module == module || strings.HasSuffix(m.by.module, "."+module))
}

func at(t tuple, i int) any {
	if i < len(t) {
		return t[i]
	}
	return nil
}

// pickledArray returns the array that a value is.
func pickledArray(v any) (*tensor.Tensor, error) {
	m, ok := v.(*made)
	if !ok {
		return nil, fmt.Errorf("received a %T, expected an array", v)
	}
	switch {
	case strings.HasPrefix(m.by.module, "keras.") && m.by.name == "Variable":
		d, _ := m.state.(*dict)
		for i := range len(keysOf(d)) {
			inner, ok := d.values[i].(*made)
			if ok && d.keys[i] == "_value" && inner.by.name != m.by.name {
				return pickledArray(inner)
			}
		}
		return nil, errors.New("received a variable without a value")
	case m.is("array", "_reconstruct_array"): // JAX's
		state, _ := at(m.args, 2).(tuple)
		return arrayOf(state)
	case m.is("multiarray", "_reconstruct"):
		state, _ := m.state.(tuple)
		return arrayOf(state)
	case m.is("multiarray", "scalar"):
		return arrayOf(tuple{int64(1), tuple{}, at(m.args, 0), false, at(m.args, 1)})
	}
	return nil, fmt.Errorf("received a value of %s.%s, expected an array of NumPy or JAX", m.by.module, m.by.name)
}

func keysOf(d *dict) []any {
	if d == nil {
		return nil
	}
	return d.keys
}

// arrayOf returns the array of which this is NumPy's state: a version, the shape, the
// type, whether the first axis is the fastest, and the bytes.
func arrayOf(state tuple) (*tensor.Tensor, error) {
	sizes, ok1 := at(state, 1).(tuple)
	dtype, ok2 := at(state, 2).(*made)
	fortran, ok3 := at(state, 3).(bool)
	data, ok4 := at(state, 4).([]byte)
	if !ok1 || !ok2 || !ok3 || !ok4 || !dtype.is("numpy", "dtype") {
		return nil, errors.New("received an array of something else than numbers")
	}
	code, _ := at(dtype.args, 0).(string)
	about, _ := dtype.state.(tuple)
	order, _ := at(about, 1).(string)
	var shape strings.Builder
	for _, n := range sizes {
		n, ok := n.(int64)
		if !ok {
			return nil, errors.New("received an array whose sizes aren't numbers")
		}
		fmt.Fprintf(&shape, "%d, ", n)
	}
	if len(code) > 2 || len(order) > 1 || strings.ContainsAny(code+order, `'\`) || len(sizes) > maxAxes {
		return nil, fmt.Errorf("received an array of type %q and %d axes, expected numbers", order+code, len(sizes))
	}
	return npy(order+code, fortran, "("+strings.TrimSuffix(shape.String(), " ")+")", data)
}
