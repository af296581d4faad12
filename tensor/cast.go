package tensor

// Cast returns the elements of t converted to another type: t itself if it has
// that type already. Floating-point numbers lose their fraction when they become
// integers; whatever is not 0 becomes true; true becomes 1.
func (t *Tensor) Cast(dt DType) *Tensor {
	if t.dtype == dt {
		return t
	}
	c := New(dt, t.shape...)
	switch dt {
	case Float32:
		castTo[float32](c, t)
	case Float64:
		castTo[float64](c, t)
	case Int8:
		castTo[int8](c, t)
	case Int16:
		castTo[int16](c, t)
	case Int32:
		castTo[int32](c, t)
	case Int64:
		castTo[int64](c, t)
	case Uint8:
		castTo[uint8](c, t)
	case Uint16:
		castTo[uint16](c, t)
	case Uint32:
		castTo[uint32](c, t)
	case Uint64:
		castTo[uint64](c, t)
	case Bool:
		castBool(Data[bool](c), t)
	}
	return c
}

// Number is the element types that are numbers.
type Number interface {
	float32 | float64 | int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64
}

func castTo[D Number](c, t *Tensor) {
	dst := Data[D](c)
	switch t.dtype {
	case Float32:
		convert(dst, Data[float32](t))
	case Float64:
		convert(dst, Data[float64](t))
	case Int8:
		convert(dst, Data[int8](t))
	case Int16:
		convert(dst, Data[int16](t))
	case Int32:
		convert(dst, Data[int32](t))
	case Int64:
		convert(dst, Data[int64](t))
	case Uint8:
		convert(dst, Data[uint8](t))
	case Uint16:
		convert(dst, Data[uint16](t))
	case Uint32:
		convert(dst, Data[uint32](t))
	case Uint64:
		convert(dst, Data[uint64](t))
	case Bool:
		for i, v := range Data[bool](t) {
			if v {
				dst[i] = 1
			}
		}
	}
}

func convert[D, S Number](dst []D, src []S) {
	for i, v := range src {
		dst[i] = D(v)
	}
}

func castBool(dst []bool, t *Tensor) {
	switch t.dtype {
	case Float32:
		truth(dst, Data[float32](t))
	case Float64:
		truth(dst, Data[float64](t))
	case Int8:
		truth(dst, Data[int8](t))
	case Int16:
		truth(dst, Data[int16](t))
	case Int32:
		truth(dst, Data[int32](t))
	case Int64:
		truth(dst, Data[int64](t))
	case Uint8:
		truth(dst, Data[uint8](t))
	case Uint16:
		truth(dst, Data[uint16](t))
	case Uint32:
		truth(dst, Data[uint32](t))
	case Uint64:
		truth(dst, Data[uint64](t))
	}
}

func truth[S Number](dst []bool, src []S) {
	for i, v := range src {
		dst[i] = v != 0
	}
}

// Fill sets every element to v, converted as by [Tensor.Cast].
func (t *Tensor) Fill(v float64) {
	one := FromSlice([]float64{v}).Cast(t.dtype).Bytes()
	b := t.Bytes()
	if len(b) == 0 {
		return
	}
	// Double what is filled until all is.
	for n := copy(b, one); n < len(b); n *= 2 {
		copy(b[n:], b[:n])
	}
}
