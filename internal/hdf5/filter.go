package hdf5

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// filters are what chunks went through on their way into the file, in that order.
type filters []filter

type filter struct {
	id     uint16
	name   string
	values []uint32
}

// What a filter does, by its registered number.
const (
	filterDeflate    = 1
	filterShuffle    = 2
	filterFletcher32 = 3
	filterLZF        = 32000
)

// refusedFilters are the names of others. Few writers store the name.
var refusedFilters = map[uint16]string{
	4: "szip", 5: "nbit", 6: "scaleoffset",
	305: "LZO", 307: "bzip2", 32001: "blosc", 32003: "snappy", 32004: "lz4", 32008: "bitshuffle", 32013: "zfp",
	32015: "zstd", 32017: "sz", 32024: "sz3", 32026: "blosc2", 32028: "granular bitround",
}

func parseFilters(b []byte) (filters, error) {
	if b == nil {
		return nil, nil
	}
	c := cursor{b: b}
	version, n := c.u8(), c.u8()
	switch version {
	case 1:
		c.skip(6)
	case 2:
	default:
		if c.err() == nil {
			return nil, unsupported("filters: version %d", version)
		}
	}
	var list filters
	for range n {
		f := filter{id: c.u16()}
		named := version == 1 || f.id >= 256
		var length uint64
		if named {
			length = uint64(c.u16())
		}
		c.skip(2) // whether writers may do without it
		values := c.u16()
		take := c.take
		if version == 1 {
			take = c.padded
		}
		name, _, _ := bytes.Cut(take(length), []byte{0})
		f.name = string(name)
		for v := (cursor{b: c.take(4 * uint64(values))}); len(v.b) > 0; {
			f.values = append(f.values, v.u32())
		}
		if version == 1 && values%2 != 0 {
			c.skip(4)
		}
		list = append(list, f)
	}
	if err := c.err(); err != nil {
		return nil, fmt.Errorf("filters: %w", err)
	}
	return list, nil
}

// String returns the filter's name.
func (f filter) String() string {
	if name := refusedFilters[f.id]; name != "" {
		return name
	}
	return fmt.Sprintf("%q of number %d", f.name, f.id)
}

// supported returns an error that names what isn't read here.
func (f filters) supported() error {
	for _, f := range f {
		switch f.id {
		case filterDeflate, filterShuffle, filterFletcher32, filterLZF:
		default:
			return unsupported("the filter %v", f)
		}
	}
	return nil
}

// An unpacker undoes filters. It keeps its memory from one chunk to the next.
type unpacker struct {
	filters filters
	size    int // bytes of a chunk that is unpacked
	spare   [2][]byte
	inflate io.ReadCloser
}

// unpack returns what is in a chunk. The bits of mask tell which filters it didn't
// go through.
func (u *unpacker) unpack(p []byte, mask uint32) ([]byte, error) {
	for i := len(u.filters) - 1; i >= 0; i-- {
		if i < 32 && mask&(1<<i) != 0 {
			continue
		}
		// Filters add a checksum at most to what they got.
		most := u.size + 4*i
		u.spare[0], u.spare[1] = u.spare[1], u.spare[0]
		dst := u.spare[0][:0]
		var err error
		switch f := u.filters[i]; f.id {
		case filterDeflate:
			dst, err = u.deflate(dst, p, most)
		case filterShuffle:
			if len(f.values) == 0 || len(p) > most {
				return nil, fmt.Errorf("shuffle: %d values, %d bytes", len(f.values), len(p))
			}
			dst = unshuffle(dst, p, int(f.values[0]))
		case filterFletcher32:
			if p, err = checkFletcher32(p); err != nil {
				return nil, err
			}
			continue
		case filterLZF:
			dst, err = unpackLZF(dst, p, most)
		default:
			err = unsupported("the filter %v", f)
		}
		u.spare[0] = dst
		if err != nil {
			return nil, err
		}
		p = dst
	}
	if len(p) != u.size {
		return nil, fmt.Errorf("%d bytes unpacked, expected %d", len(p), u.size)
	}
	return p, nil
}

// deflate appends at most that many bytes to dst.
func (u *unpacker) deflate(dst, p []byte, most int) (_ []byte, err error) {
	if u.inflate == nil {
		u.inflate, err = zlib.NewReader(bytes.NewReader(p))
	} else {
		err = u.inflate.(zlib.Resetter).Reset(bytes.NewReader(p), nil)
	}
	for err == nil {
		if len(dst) == cap(dst) {
			if len(dst) > most {
				return dst, errors.New("deflate: more bytes than a chunk has")
			}
			// One more, to see the end and the checksum.
			larger := make([]byte, len(dst), min(max(2*cap(dst), 4*len(p), 1<<10), most+1))
			copy(larger, dst)
			dst = larger
		}
		var n int
		n, err = u.inflate.Read(dst[len(dst):cap(dst)])
		dst = dst[:len(dst)+n]
	}
	if err != io.EOF {
		return dst, fmt.Errorf("deflate: %w", err)
	}
	return dst, nil
}
