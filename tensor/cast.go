package tensor

// Number is the element types that are numbers.
type Number interface {
	float32 | float64 | int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64
}

// Cast returns the elements of t converted to another type: t itself if it has
// that type already. Floating-point numbers lose their fraction when they become
// integers; whatever is not 0 becomes true; true becomes 1.
func (t *Tensor) Cast(dt DType) *Tensor {
	if t.dtype == dt {
		return t
	}
	c := New(dt, t.shape...)
	convertRows(c, t, t.n, one[:])
	return c
}

// Fill sets every element to v, converted as by [Tensor.Cast].
func (t *Tensor) Fill(v float64) {
	b := t.Bytes()
	if len(b) == 0 {
		return
	}
	// Double what is filled until all is.
	for n := copy(b, Scalar(v).Cast(t.dtype).Bytes()); n < len(b); n *= 2 {
		copy(b[n:], b[:n])
	}
}

// one has the place of the row of an array that is taken as a single row.
var one = [1]int{0}

// convertRows fills dst with rows of src, each of size elements, converted.
func convertRows(dst, src *Tensor, size int, rows []int) {
	switch dst.dtype {
	case Float32:
		convertTo(Data[float32](dst), src, size, rows)
	case Float64:
		convertTo(Data[float64](dst), src, size, rows)
	case Int8:
		convertTo(Data[int8](dst), src, size, rows)
	case Int16:
		convertTo(Data[int16](dst), src, size, rows)
	case Int32:
		convertTo(Data[int32](dst), src, size, rows)
	case Int64:
		convertTo(Data[int64](dst), src, size, rows)
	case Uint8:
		convertTo(Data[uint8](dst), src, size, rows)
	case Uint16:
		convertTo(Data[uint16](dst), src, size, rows)
	case Uint32:
		convertTo(Data[uint32](dst), src, size, rows)
	case Uint64:
		convertTo(Data[uint64](dst), src, size, rows)
	case Bool:
		convertToBool(Data[bool](dst), src, size, rows)
	}
}

func convertTo[D Number](dst []D, src *Tensor, size int, rows []int) {
	switch src.dtype {
	case Float32:
		convert(dst, Data[float32](src), size, rows)
	case Float64:
		convert(dst, Data[float64](src), size, rows)
	case Int8:
		convert(dst, Data[int8](src), size, rows)
	case Int16:
		convert(dst, Data[int16](src), size, rows)
	case Int32:
		convert(dst, Data[int32](src), size, rows)
	case Int64:
		convert(dst, Data[int64](src), size, rows)
	case Uint8, Bool: // a bool in memory is 0 or 1
		convert(dst, src.Bytes(), size, rows)
	case Uint16:
		convert(dst, Data[uint16](src), size, rows)
	case Uint32:
		convert(dst, Data[uint32](src), size, rows)
	case Uint64:
		convert(dst, Data[uint64](src), size, rows)
	}
}

func convert[D, S Number](dst []D, src []S, size int, rows []int) {
	for i, r := range rows {
		to := dst[i*size : (i+1)*size]
		for j, v := range src[r*size:][:len(to)] {
			to[j] = D(v)
		}
	}
}

func convertToBool(dst []bool, src *Tensor, size int, rows []int) {
	switch src.dtype {
	case Float32:
		truth(dst, Data[float32](src), size, rows)
	case Float64:
		truth(dst, Data[float64](src), size, rows)
	case Int8:
		truth(dst, Data[int8](src), size, rows)
	case Int16:
		truth(dst, Data[int16](src), size, rows)
	case Int32:
		truth(dst, Data[int32](src), size, rows)
	case Int64:
		truth(dst, Data[int64](src), size, rows)
	case Uint8:
		truth(dst, Data[uint8](src), size, rows)
	case Uint16:
		truth(dst, Data[uint16](src), size, rows)
	case Uint32:
		truth(dst, Data[uint32](src), size, rows)
	case Uint64:
		truth(dst, Data[uint64](src), size, rows)
	}
}

func truth[S Number](dst []bool, src []S, size int, rows []int) {
	for i, r := range rows {
		to := dst[i*size : (i+1)*size]
		for j, v := range src[r*size:][:len(to)] {
			to[j] = v != 0
		}
	}
}
