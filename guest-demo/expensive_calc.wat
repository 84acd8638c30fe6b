;; A guest that isn't compiled from the shared types: the offsets 0, 4, 8, 16 and the size 24 of a `Step` stand in its
;; instructions, and `demo_types::expensive_calc` pins them.
(module
  ;; What `shared_abi::manifest!` writes for a guest in Rust, by hand: the length of the text below the first line, and its
  ;; CRC-32. The host compares it with its own `Step` before it compiles the rest.
  (@custom "shared-abi"
    "shared-abi 1 000000a5 0b6ecea4\n"
    "struct Step, size 24, align 8\n"
    "    x: i32, offset 0, size 4\n"
    "    iterations: u32, offset 4, size 4\n"
    "    value: f64, offset 8, size 8\n"
    "    change: f64, offset 16, size 8\n")

  (import "math" "sin" (func $sin (param f64) (result f64)))
  (import "math" "cos" (func $cos (param f64) (result f64)))
  (import "math" "log" (func $log (param f64) (result f64)))

  (import "mem" "pages" (memory 1))

  ;; Where the host wants the results.
  (global $data_offset (import "mem" "data_offset") i32)

  ;; For each x from $x to before $y, solves value = cos(value) * sin(x) by iteration, starting at log(x).
  ;; Returns how many bytes it has written.
  (func (export "expensive_calc") (param $x i32) (param $y i32) (result i32)
    (local $step i32)
    (local $sin_x f64)
    (local $value f64)
    (local $next f64)
    (local $iterations i32)

    (local.set $step (global.get $data_offset))
    (block $done
      (loop $each_x
        (br_if $done (i32.ge_s (local.get $x) (local.get $y)))

        (local.set $next (call $log (f64.convert_i32_s (local.get $x))))
        (local.set $sin_x (call $sin (f64.convert_i32_s (local.get $x))))
        (local.set $iterations (i32.const 0))
        (loop $iterate
          (local.set $value (local.get $next))
          (local.set $next (f64.mul (call $cos (local.get $value)) (local.get $sin_x)))
          (local.set $iterations (i32.add (local.get $iterations) (i32.const 1)))
          (br_if $iterate
            (f64.gt (f64.abs (f64.sub (local.get $next) (local.get $value))) (f64.const 1e-12))))

        (i32.store offset=0 (local.get $step) (local.get $x))
        (i32.store offset=4 (local.get $step) (local.get $iterations))
        (f64.store offset=8 (local.get $step) (local.get $next))
        (f64.store offset=16 (local.get $step) (f64.sub (local.get $next) (local.get $value)))

        (local.set $step (i32.add (local.get $step) (i32.const 24)))
        (local.set $x (i32.add (local.get $x) (i32.const 1)))
        (br $each_x)))

    (i32.sub (local.get $step) (global.get $data_offset))))
