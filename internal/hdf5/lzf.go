package hdf5

import "errors"

var errLZF = errors.New("lzf: not what the filter makes")

// unpackLZF appends at most that many bytes to dst. LZF, of Marc Lehmann, is a
// sequence of runs: a byte below 32 starts one more bytes than it says, as they are;
// others repeat what came before, from a distance of 13 bits, three bytes or more.
func unpackLZF(dst, p []byte, most int) ([]byte, error) {
	start := len(dst)
	for len(p) > 0 {
		control := int(p[0])
		p = p[1:]
		if control < 32 {
			n := control + 1
			if n > len(p) || n > most-(len(dst)-start) {
				return dst, errLZF
			}
			dst = append(dst, p[:n]...)
			p = p[n:]
			continue
		}
		n := control >> 5
		if n == 7 && len(p) > 0 {
			n += int(p[0])
			p = p[1:]
		}
		n += 2
		if len(p) == 0 {
			return dst, errLZF
		}
		from := len(dst) - (control&31)<<8 - int(p[0]) - 1
		p = p[1:]
		if from < start || n > most-(len(dst)-start) {
			return dst, errLZF
		}
		for i := range n { // may overlap what it makes
			dst = append(dst, dst[from+i])
		}
	}
	return dst, nil
}
