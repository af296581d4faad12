package elem

import "github.com/gokeras/keras/tensor"

// storeFloats copies a tile to a buffer.
func storeFloats(m Memory, buffer, at int, a []float32) { copy(m.Floats(buffer)[at:], a) }

// storeBools turns masks into truth values.
func storeBools(m Memory, buffer, at int, a []float32) {
	dst := tensor.Data[bool](m.Array(buffer))[at:][:len(a)]
	for i, x := range a {
		dst[i] = x != 0
	}
}
