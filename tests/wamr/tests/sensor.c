// A guest in C. It has the layouts of its structs in a section, as a generated header would write them.

#ifdef MANIFEST
__asm__(".section \".custom_section.shared-abi\",\"\",@\n"
        "\t.ascii \"" MANIFEST "\"\n"
        "\t.text\n");
#endif

typedef union {
  void *pointer;
  unsigned offset;
  unsigned long long bits;
} slot;

struct sample {
  unsigned at;
  float value;
};

struct batch {
  unsigned long long seq;
  slot samples;
  slot samples_len;
};

static struct sample samples[] = {{10, 0.5f}, {20, 1.5f}, {30, 2.5f}};
static struct batch batch = {.seq = 7};

__attribute__((export_name("measure"))) struct batch *measure(void) {
  batch.samples.pointer = samples;
  batch.samples_len.offset = 3;
  return &batch;
}
