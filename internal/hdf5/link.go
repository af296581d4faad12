package hdf5

import (
	"fmt"
	"math"
)

// Groups of the new style keep a few links as messages of the object header, and
// many in a fractal heap with a B-tree of their names. The HDF5 library makes such
// groups in files of the old style too, for names that aren't ASCII.

// link is one name in a group.
type link struct {
	name    string
	kind    byte
	address uint64 // of the object's header, if the link is hard
	target  string // a path, if the link is soft
}

// Kinds of links. Others are a user's own.
const (
	linkHard     = 0
	linkSoft     = 1
	linkExternal = 64
)

// readLinks returns the links of a group without a symbol table.
func (o *object) readLinks() ([]link, error) {
	info, err := o.find(msgLinkInfo)
	if err != nil {
		return nil, err
	}
	c := cursor{b: info}
	version, flags := c.u8(), c.u8()
	if flags&1 != 0 {
		c.skip(8) // greatest creation order
	}
	heap, tree := c.u64(), c.u64()
	if err := c.err(); err != nil {
		return nil, fmt.Errorf("link info: %w", err)
	}
	if version != 0 {
		return nil, unsupported("link info: version %d", version)
	}
	var links []link
	add := func(data []byte) error {
		l, err := parseLink(data)
		if err != nil {
			return fmt.Errorf("link: %w", err)
		}
		links = append(links, l)
		return nil
	}
	if heap != undefined {
		return links, o.f.readDense(heap, tree, denseLink, add)
	}
	for _, m := range o.header {
		if m.kind != msgLink {
			continue
		}
		if m.flags&flagShared != 0 {
			return nil, unsupported("a shared link")
		}
		if err := add(m.data); err != nil {
			return nil, err
		}
	}
	return links, nil
}

func parseLink(b []byte) (link, error) {
	c := cursor{b: b}
	version, flags := c.u8(), c.u8()
	if version != 1 && c.err() == nil {
		return link{}, unsupported("version %d", version)
	}
	l := link{kind: linkHard}
	if flags&(1<<3) != 0 {
		l.kind = c.u8()
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
	l.name = string(c.take(size))
	switch l.kind {
	case linkHard:
		l.address = c.u64()
	case linkSoft:
		l.target = string(c.take(uint64(c.u16())))
	}
	return l, c.err()
}
