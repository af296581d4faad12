package hdf5

import (
	"fmt"
	"math"
)

// Groups of the new style keep a few links as messages of the object header.
// The HDF5 library makes them in files of the old style too, for names that
// aren't ASCII.

const (
	linkHard = 0
	linkSoft = 1
)

// readLinks returns the links of a group without a symbol table.
func (h header) readLinks() ([]link, error) {
	info, err := h.find(msgLinkInfo)
	if err != nil {
		return nil, err
	}
	c := cursor{b: info}
	version, flags := c.u8(), c.u8()
	if flags&1 != 0 {
		c.skip(8) // greatest creation order
	}
	heap := c.u64()
	if err := c.err(); err != nil {
		return nil, fmt.Errorf("link info: %w", err)
	}
	if version != 0 {
		return nil, unsupported("link info: version %d", version)
	}
	if heap != undefined {
		return nil, unsupported("links outside the object header")
	}
	var links []link
	for _, m := range h {
		if m.kind != msgLink {
			continue
		}
		if m.flags&flagShared != 0 {
			return nil, unsupported("a shared link")
		}
		l, err := parseLink(m.data)
		if err != nil {
			return nil, fmt.Errorf("link: %w", err)
		}
		links = append(links, l)
	}
	return links, nil
}

func parseLink(b []byte) (link, error) {
	c := cursor{b: b}
	version, flags := c.u8(), c.u8()
	if version != 1 && c.err() == nil {
		return link{}, unsupported("version %d", version)
	}
	kind := byte(linkHard)
	if flags&(1<<3) != 0 {
		kind = c.u8()
	}
	if flags&(1<<2) != 0 {
		c.skip(8) // creation order
	}
	if flags&(1<<4) != 0 {
		c.skip(1) // character set
	}
	var size uint64
	switch flags & 3 {
	case 0:
		size = uint64(c.u8())
	case 1:
		size = uint64(c.u16())
	case 2:
		size = uint64(c.u32())
	case 3:
		size = min(c.u64(), math.MaxInt64)
	}
	name := c.take(size)
	l := link{name: string(name), soft: kind != linkHard}
	if !l.soft {
		l.address = c.u64()
	}
	return l, c.err()
}
