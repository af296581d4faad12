package hdf5

import "encoding/binary"

// unshuffle appends to dst what was shuffled to p: the first bytes of all elements,
// then the second ones, and so on. What is left over, less than an element, is at
// the end.
func unshuffle(dst, p []byte, size int) []byte {
	start := len(dst)
	dst = append(dst, p...)
	if size <= 1 || size > len(p) {
		return dst
	}
	n, to := len(p)/size, dst[start:]
	if size == 4 { // nearly all weights
		a, b, c, d := p[:n], p[n:][:n], p[2*n:][:n], p[3*n:][:n]
		for j := range a {
			v := uint32(a[j]) | uint32(b[j])<<8 | uint32(c[j])<<16 | uint32(d[j])<<24
			binary.LittleEndian.PutUint32(to[4*j:], v)
		}
		return dst
	}
	for i := range size {
		for j, v := range p[i*n:][:n] {
			to[j*size+i] = v
		}
	}
	return dst
}
