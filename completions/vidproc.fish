function __vidproc_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __vidproc_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __vidproc_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __vidproc_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __vidproc_parse_tokens -S
    set -l unparsed_tokens (__vidproc_tokens -pc)
    switch $unparsed_tokens[1]
    case 'vidproc'
        __vidproc_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'capture'
            __vidproc_parse_subcommand 1 'o/output=' 'emit=' 'format=' 'start=' 'duration=' 'limit=' 'no-audio' 'timeout=' 'reconnect' 'input-format=' 'input-option=+' 'fps=' 'size=' 'pixel-format=' 'filter=' 'realtime' 'live=' 'record=' 'record-segment=' 'snapshot=' 'every=' 'list-devices' 'q/quiet' 'v/verbose' 'progress=' 'version' 'h/help'
        case 'probe'
            __vidproc_parse_subcommand 1 'fast' 'timeout=' 'input-format=' 'input-option=+' 'q/quiet' 'v/verbose' 'progress=' 'version' 'h/help'
        case 'detect'
            __vidproc_parse_subcommand 1 'task=' 'model=+' 'labels=' 'decoder=' 'input-size=' 'engine=' 'threads=' 'precision=' 'batch=' 'classes=' 'min-score=' 'iou=' 'agnostic-nms' 'max-objects=' 'min-size=' 'roi=+' 'mask=' 'every=' 'fps=' 'gate=' 'tile=' 'o/output=' 'emit=' 'format=' 'crops=' 'fail-empty' 'timing' 'start=' 'duration=' 'limit=' 'no-audio' 'timeout=' 'reconnect' 'input-format=' 'input-option=+' 'q/quiet' 'v/verbose' 'progress=' 'version' 'h/help'
        case 'annotate'
            __vidproc_parse_subcommand 1 'records=' 'o/output=' 'labels=' 'min-score=' 'hide=' 'color-by=' 'score-format=' 'trail=' 'hold=' 'line=+' 'zone=+' 'hud' 'blur=' 'blur-style=' 'blur-hold=' 'font=' 'style=' 'codec=' 'crf=' 'preset=' 'start=' 'duration=' 'limit=' 'no-audio' 'timeout=' 'reconnect' 'input-format=' 'input-option=+' 'q/quiet' 'v/verbose' 'progress=' 'version' 'h/help'
        case 'models'
            __vidproc_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'list'
                __vidproc_parse_subcommand 0 'task=' 'format=' 'version' 'h/help'
            case 'pull'
                __vidproc_parse_subcommand -r 1 'task=' 'all' 'timeout=' 'q/quiet' 'v/verbose' 'progress=' 'version' 'h/help'
            case 'path'
                __vidproc_parse_subcommand 1 'version' 'h/help'
            case 'add'
                __vidproc_parse_subcommand 1 'name=' 'task=' 'labels=' 'decoder=' 'input-size=' 'layout=' 'channels=' 'fit=' 'pad=' 'mean=' 'std=' 'min-score=' 'license=' 'replace' 'version' 'h/help'
            case 'verify'
                __vidproc_parse_subcommand 1 'version' 'h/help'
            case 'remove'
                __vidproc_parse_subcommand 1 'version' 'h/help'
            case 'engines'
                __vidproc_parse_subcommand 0 'version' 'h/help'
            end
        case 'track'
            __vidproc_parse_subcommand 1 'tracker=' 'config=' 'max-lost=' 'backfill=' 'interpolate=' 'boxes=' 'camera=' 'reid=' 'agnostic' 'tracked-only' 'no-lost' 'list-parameters' 'init=' 'at=' 'label=' 'line=+' 'zone=+' 'shapes=' 'dwell=' 'anchor=' 'o/output=' 'emit=' 'format=' 'frame-rate=' 'start=' 'duration=' 'limit=' 'no-audio' 'timeout=' 'reconnect' 'input-format=' 'input-option=+' 'q/quiet' 'v/verbose' 'progress=' 'version' 'h/help'
        case 'track-eval'
            __vidproc_parse_subcommand -r 2 'benchmark=' 'threshold=' 'classes=' 'per-sequence' 'curves' 'format=' 'version' 'h/help'
        case 'transcode-hls'
            __vidproc_parse_subcommand 1 'o/output=' 'rung=+' 'ladder=' 'segment=' 'container=' 'codec=' 'preset=' 'fps=' 'audio-bitrate=' 'surround' 'no-tonemap' 'no-deinterlace' 'force' 'print-plan' 'strict' 'start=' 'duration=' 'limit=' 'no-audio' 'timeout=' 'reconnect' 'input-format=' 'input-option=+' 'q/quiet' 'v/verbose' 'progress=' 'version' 'h/help'
        case 'schema'
            __vidproc_parse_subcommand 1 'markdown' 'version' 'h/help'
        case 'sink'
            __vidproc_parse_subcommand 1 'checksum' 'start=' 'duration=' 'limit=' 'no-audio' 'timeout=' 'reconnect' 'input-format=' 'input-option=+' 'q/quiet' 'v/verbose' 'progress=' 'version' 'h/help'
        case 'help'
            __vidproc_parse_subcommand -r 1 'version'
        end
    end
end

function __vidproc_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __vidproc_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __vidproc_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __vidproc_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__vidproc_tokens -p)
    if test -z "$(__vidproc_tokens -t)"
        set -l index (count (__vidproc_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'vidproc' -f
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc" -eq 1' -fa 'capture' -d 'Turn a file, an address, a device or a screen into frames.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc" -eq 1' -fa 'probe' -d 'Print what an input holds: container, streams, timing, colour, HDR.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc" -eq 1' -fa 'detect' -d 'Find objects, faces, poses and motion in frames.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc" -eq 1' -fa 'annotate' -d 'Draw objects, tracks, zones and counts on frames.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc" -eq 1' -fa 'models' -d 'List, get, add, check and remove models; say what runs them.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc" -eq 1' -fa 'track' -d 'Give objects identities over time; count and tell events.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc" -eq 1' -fa 'track-eval' -d 'Score trackers\' results against ground truth: HOTA, CLEAR and identity metrics.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc" -eq 1' -fa 'transcode-hls' -d 'Make an adaptive HLS ladder: all renditions, playlists, audio groups.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc" -eq 1' -fa 'schema' -d 'Print the JSON Schema of each record type.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc" -eq 1' -fa 'sink' -d 'Read frames, touch every byte, and print what came: frames, bytes, rate, checksums.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" o output' -l 'output' -s 'o' -d 'Write to this file instead of standard output.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" emit' -l 'emit' -d 'What to write: frames or records.' -rfka 'frames records'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" format' -l 'format' -d 'Form of the frames: nut (with records and audio) or y4m (pictures alone).' -rfka 'nut y4m'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" start' -l 'start' -d 'Begin here: seconds or hh:mm:ss from the first frame.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" duration' -l 'duration' -d 'Read this much: seconds or hh:mm:ss.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" limit' -l 'limit' -d 'Stop after this many frames.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" no-audio' -l 'no-audio' -d 'Leave the audio out.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" timeout' -l 'timeout' -d 'Seconds that a source may keep silent (default: 30 for addresses, none for files).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" reconnect' -l 'reconnect' -d 'When a source drops, open it again and go on, for as long as --timeout allows.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" input-format' -l 'input-format' -d 'Container or device format by libav\'s name, where it cannot be told from the source.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture"' -l 'input-option' -d 'An option for the protocol, container or device, as key=value. May be repeated.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" fps' -l 'fps' -d 'Frames a second; frames are dropped or doubled to keep it.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" size' -l 'size' -d 'Fit the picture into this size, aspect ratio kept: 1280x720, 1280x or x720.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" pixel-format' -l 'pixel-format' -d 'Pixel format by libav\'s name, such as gray or rgb24.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" filter' -l 'filter' -d 'Any libavfilter chain.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" realtime' -l 'realtime' -d 'Pace a file as if it were live.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" live' -l 'live' -d 'When the next stage is slow: block, or drop frames and count them (default: drop for live sources).' -rfka 'block drop'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" record' -l 'record' -d 'Also store the source\'s packets, as they are, in this file.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" record-segment' -l 'record-segment' -d 'Store in pieces of this length; the path needs a pattern such as rec-%05d.mp4.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" snapshot' -l 'snapshot' -d 'Also store pictures: shot-%05d.png or .jpg; without a number, the first picture.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" every' -l 'every' -d 'Time between snapshots (default: every picture).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" list-devices' -l 'list-devices' -d 'List capture devices and screens, and end.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" v verbose' -l 'verbose' -s 'v' -d 'Say more: libav\'s informational messages too.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" progress' -l 'progress' -d 'Progress on standard error: auto (a bar on a terminal), bar, json or none.' -rfka 'auto bar json none'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc probe" fast' -l 'fast' -d 'Go by the headers; do not read the whole input.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc probe" timeout' -l 'timeout' -d 'Seconds that a source may keep silent (default: 30 for addresses, none for files).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc probe" input-format' -l 'input-format' -d 'Container or device format by libav\'s name, where it cannot be told from the source.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc probe"' -l 'input-option' -d 'An option for the protocol, container or device, as key=value. May be repeated.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc probe" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc probe" v verbose' -l 'verbose' -s 'v' -d 'Say more: libav\'s informational messages too.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc probe" progress' -l 'progress' -d 'Progress on standard error: auto (a bar on a terminal), bar, json or none.' -rfka 'auto bar json none'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc probe" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc probe" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" task' -l 'task' -d 'What to find, as a list with commas: objects, faces, pose, motion (default: objects, or what --model does).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect"' -l 'model' -d 'A model by its name in the catalogue or by its file. May be repeated. hog-person needs no file: OpenCV\'s built-in detector of people, a last resort.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" labels' -l 'labels' -d 'Class names for a model of your own: a text file with one a line.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" decoder' -l 'decoder' -d 'How the outputs of a model of your own are read, where their shapes do not tell: yunet, blazeface, mediapipe-pose-detector, mediapipe-pose, movenet, simcc, fastestdet, nanodet, yolox, yolo, ssd, classify.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" input-size' -l 'input-size' -d 'Size of the model\'s input where the model leaves it open: 640 or 640x384.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" engine' -l 'engine' -d 'What runs the models: auto, opencv or openvino.' -rfka 'auto opencv openvino'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" threads' -l 'threads' -d 'Threads for the models (default: one a core).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" precision' -l 'precision' -d 'auto lets the engine compute in 16-bit floats (bfloat16) where the CPU has them, which is quicker and moves boxes by a pixel here and there; full computes in 32-bit floats, for the same boxes on every CPU.' -rfka 'auto full'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" batch' -l 'batch' -d 'Pictures in one inference.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" classes' -l 'classes' -d 'Keep these classes alone, as a list with commas: person,car.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" min-score' -l 'min-score' -d 'Keep scores from this on, 0 to 1 (default: the model\'s own).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" iou' -l 'iou' -d 'Boxes of one class whose intersection over union is greater are one object (default: the model\'s own).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" agnostic-nms' -l 'agnostic-nms' -d 'Boxes of different classes can be one object too.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" max-objects' -l 'max-objects' -d 'Keep this many objects a frame at the most, the best ones.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" min-size' -l 'min-size' -d 'Drop objects that are smaller, in pixels: 20 or 20x40.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect"' -l 'roi' -d 'Look here alone: x,y,width,height or a polygon x1,y1,x2,y2,x3,y3,..., in pixels, or as fractions where all numbers are at most 1. An object counts by its middle. May be repeated.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" mask' -l 'mask' -d 'A picture of any size whose bright pixels say where objects count.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" every' -l 'every' -d 'Look at one frame in each stretch of this many seconds.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" fps' -l 'fps' -d 'Look at this many frames a second at the most.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" gate' -l 'gate' -d 'Look only when and where something moves, with a full look every few seconds: motion.' -rfka 'motion'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" tile' -l 'tile' -d 'Cut frames into overlapping tiles, for small objects in large frames: auto or 3x2.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" o output' -l 'output' -s 'o' -d 'Write to this file instead of standard output; for yolo, a folder.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" emit' -l 'emit' -d 'What to write: records or frames.' -rfka 'frames records'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" format' -l 'format' -d 'Form of the records: ndjson, coco, mot, csv or yolo.' -rfka 'ndjson coco mot csv yolo'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" crops' -l 'crops' -d 'Also store a picture of each object in this folder.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" fail-empty' -l 'fail-empty' -d 'End with status 1 where nothing was found.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" timing' -l 'timing' -d 'Say on standard error where the time went, as a summary record.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" start' -l 'start' -d 'Begin here: seconds or hh:mm:ss from the first frame.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" duration' -l 'duration' -d 'Read this much: seconds or hh:mm:ss.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" limit' -l 'limit' -d 'Stop after this many frames.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" no-audio' -l 'no-audio' -d 'Leave the audio out.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" timeout' -l 'timeout' -d 'Seconds that a source may keep silent (default: 30 for addresses, none for files).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" reconnect' -l 'reconnect' -d 'When a source drops, open it again and go on, for as long as --timeout allows.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" input-format' -l 'input-format' -d 'Container or device format by libav\'s name, where it cannot be told from the source.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect"' -l 'input-option' -d 'An option for the protocol, container or device, as key=value. May be repeated.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" v verbose' -l 'verbose' -s 'v' -d 'Say more: libav\'s informational messages too.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" progress' -l 'progress' -d 'Progress on standard error: auto (a bar on a terminal), bar, json or none.' -rfka 'auto bar json none'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc detect" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" records' -l 'records' -d 'NDJSON records of the source\'s frames, joined by time; - for standard input.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" o output' -l 'output' -s 'o' -d 'Write to this file instead of standard output; its ending tells how.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" labels' -l 'labels' -d 'Draw only objects of these labels.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" min-score' -l 'min-score' -d 'Draw only objects of this score or more, 0 to 1.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" hide' -l 'hide' -d 'Draw none of these: boxes, labels, scores, ids, keypoints, trails, counts.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" color-by' -l 'color-by' -d 'What gives an object its colour: class or id.' -rfka 'class id'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" score-format' -l 'score-format' -d 'How scores are written: decimal (0.87) or percent (87%).' -rfka 'decimal percent'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" trail' -l 'trail' -d 'Length of the trails behind tracks; 0 for none.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" hold' -l 'hold' -d 'Where nobody looked at a frame, draw the objects of an earlier one for up to this long (dashed).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate"' -l 'line' -d 'Draw a line with its counts; in pixels, or in parts of the picture (all between 0 and 1). May be repeated.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate"' -l 'zone' -d 'Draw a zone with its counts, or with the number of objects in it. May be repeated.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" hud' -l 'hud' -d 'Show time, frame, frames a second and objects by label in a corner.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" blur' -l 'blur' -d 'Make objects of these labels unrecognisable, whatever their score; faces takes heads of poses too.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" blur-style' -l 'blur-style' -d 'How: pixelate, blur or fill (default: pixelate).' -rfka 'pixelate blur fill'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" blur-hold' -l 'blur-hold' -d 'Go on for this long where an object was found before (default: 0.5).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" font' -l 'font' -d 'A font\'s file, or a name for fontconfig (default: sans-serif).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" style' -l 'style' -d 'A style in YAML or JSON; its keys are listed above.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" codec' -l 'codec' -d 'Codec of an encoded file: h264, hevc, vp9 or av1 (default: h264; vp9 in .webm).' -rfka 'h264 hevc vp9 av1'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" crf' -l 'crf' -d 'Constant quality of an encoded file, lower is better (default: 20 for h264, 23 hevc, 28 vp9, 30 av1).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" preset' -l 'preset' -d 'The encoder\'s preset (default: veryfast for h264, fast for hevc, 8 for av1; for vp9 cpu-used 4).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" start' -l 'start' -d 'Begin here: seconds or hh:mm:ss from the first frame.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" duration' -l 'duration' -d 'Read this much: seconds or hh:mm:ss.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" limit' -l 'limit' -d 'Stop after this many frames.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" no-audio' -l 'no-audio' -d 'Leave the audio out.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" timeout' -l 'timeout' -d 'Seconds that a source may keep silent (default: 30 for addresses, none for files).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" reconnect' -l 'reconnect' -d 'When a source drops, open it again and go on, for as long as --timeout allows.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" input-format' -l 'input-format' -d 'Container or device format by libav\'s name, where it cannot be told from the source.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate"' -l 'input-option' -d 'An option for the protocol, container or device, as key=value. May be repeated.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" v verbose' -l 'verbose' -s 'v' -d 'Say more: libav\'s informational messages too.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" progress' -l 'progress' -d 'Progress on standard error: auto (a bar on a terminal), bar, json or none.' -rfka 'auto bar json none'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc annotate" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc models" -eq 1' -fa 'list' -d 'List the models: what they do, whether they are here, their licences.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc models" -eq 1' -fa 'pull' -d 'Get models of the catalogue.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc models" -eq 1' -fa 'path' -d 'Print where a model\'s file is.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc models" -eq 1' -fa 'add' -d 'Add a model of your own under a name.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc models" -eq 1' -fa 'verify' -d 'Check that the files of models are what their names say.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc models" -eq 1' -fa 'remove' -d 'Take a model out of the user\'s folder.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc models" -eq 1' -fa 'engines' -d 'Say which engines run models here, and where they were found.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models list" task' -l 'task' -d 'Models of this task alone.' -rfka 'objects faces pose classify embedding'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models list" format' -l 'format' -d 'table for people, ndjson for programs.' -rfka 'table ndjson'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models list" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models pull" task' -l 'task' -d 'All models of this task: objects, faces, pose, classify or embedding.' -rfka 'objects faces pose classify embedding'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models pull" all' -l 'all' -d 'All models.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models pull" timeout' -l 'timeout' -d 'Seconds that a server may keep silent (default: 30).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models pull" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models pull" v verbose' -l 'verbose' -s 'v' -d 'Say more: libav\'s informational messages too.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models pull" progress' -l 'progress' -d 'Progress on standard error: auto (a bar on a terminal), bar, json or none.' -rfka 'auto bar json none'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models pull" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models pull" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models path" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models path" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models add" name' -l 'name' -d 'The name by which it will be asked for.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models add" task' -l 'task' -d 'What it does: objects, faces, pose, classify or embedding.' -rfka 'objects faces pose classify embedding'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models add" labels' -l 'labels' -d 'Class names: a text file with one a line.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models add" decoder' -l 'decoder' -d 'How its outputs are read.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models add" input-size' -l 'input-size' -d 'Size of its input: 640 or 640x384.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models add" layout' -l 'layout' -d 'Order of its input\'s axes: nchw or nhwc.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models add" channels' -l 'channels' -d 'Order of its channels: rgb or bgr.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models add" fit' -l 'fit' -d 'How pictures of other shapes are fitted: letterbox, top-left or stretch.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models add" pad' -l 'pad' -d 'The byte around a fitted picture, 0 to 255.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models add" mean' -l 'mean' -d 'Subtracted from each channel\'s bytes: one number, or three with commas.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models add" std' -l 'std' -d 'What each channel is then divided by: one number, or three.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models add" min-score' -l 'min-score' -d 'Scores below are not shown, unless asked for, 0 to 1.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models add" license' -l 'license' -d 'Its licence by its SPDX name.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models add" replace' -l 'replace' -d 'Take the place of another model of that name.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models add" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models add" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models verify" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models verify" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models remove" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models remove" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models engines" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc models engines" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" tracker' -l 'tracker' -d 'How objects are followed: cascade, bytetrack, botsort, ocsort, sort (default: cascade).' -rfka 'cascade bytetrack botsort ocsort sort'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" config' -l 'config' -d 'The tracker\'s parameters in YAML or JSON; --list-parameters lists them.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" max-lost' -l 'max-lost' -d 'Forget a track that was not seen for this long (default: the tracker\'s own).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" backfill' -l 'backfill' -d 'Hold frames back for this long, so that a track has its identity from its first detection on; all for the whole input.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" interpolate' -l 'interpolate' -d 'Fill gaps in a track up to this long, by boxes between; frames are held back for as long.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" boxes' -l 'boxes' -d 'Boxes of followed objects: filtered, which are steadier, or detected, as they came.' -rfka 'filtered detected'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" camera' -l 'camera' -d 'Where the camera\'s motion comes from: frames, where there are any, detections, or still.' -rfka 'frames detections still'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" reid' -l 'reid' -d 'Tell individuals apart by what they look like, with this model (person-reid-0287, or a file); needs frames.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" agnostic' -l 'agnostic' -d 'Objects may change their class: a van that is a car here and a truck there stays one.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" tracked-only' -l 'tracked-only' -d 'Leave out objects without an identity.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" no-lost' -l 'no-lost' -d 'Do not write where objects are thought to be that were missed for a moment.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" list-parameters' -l 'list-parameters' -d 'List the parameters of --config with their defaults, and end.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" init' -l 'init' -d 'Follow the one thing in this box, in pixels, or in parts of the picture (all between 0 and 1).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" at' -l 'at' -d 'The time at which the box is right (default: the first frame).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" label' -l 'label' -d 'What to call it (default: object).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track"' -l 'line' -d 'Tell and count crossings of a line; in pixels, or in parts of the picture (all between 0 and 1). Seen from the first point to the second, `in` goes from the left hand to the right. May be repeated.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track"' -l 'zone' -d 'Tell and count who enters, stays in and leaves a zone. May be repeated.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" shapes' -l 'shapes' -d 'Lines and zones in a JSON file.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" dwell' -l 'dwell' -d 'Tell of stays in a zone that are longer than this (default: 10).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" anchor' -l 'anchor' -d 'The place on a box that counts: auto, feet, center, top, left, right.' -rfka 'auto feet center top left right'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" o output' -l 'output' -s 'o' -d 'Write to this file instead of standard output.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" emit' -l 'emit' -d 'What to write: records or frames.' -rfka 'frames records'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" format' -l 'format' -d 'Form of the records: ndjson, mot, csv or coco.' -rfka 'ndjson mot csv coco'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" frame-rate' -l 'frame-rate' -d 'Frames a second of detections that tell no time (default: seqinfo.ini\'s, else 30).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" start' -l 'start' -d 'Begin here: seconds or hh:mm:ss from the first frame.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" duration' -l 'duration' -d 'Read this much: seconds or hh:mm:ss.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" limit' -l 'limit' -d 'Stop after this many frames.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" no-audio' -l 'no-audio' -d 'Leave the audio out.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" timeout' -l 'timeout' -d 'Seconds that a source may keep silent (default: 30 for addresses, none for files).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" reconnect' -l 'reconnect' -d 'When a source drops, open it again and go on, for as long as --timeout allows.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" input-format' -l 'input-format' -d 'Container or device format by libav\'s name, where it cannot be told from the source.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track"' -l 'input-option' -d 'An option for the protocol, container or device, as key=value. May be repeated.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" v verbose' -l 'verbose' -s 'v' -d 'Say more: libav\'s informational messages too.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" progress' -l 'progress' -d 'Progress on standard error: auto (a bar on a terminal), bar, json or none.' -rfka 'auto bar json none'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track-eval" benchmark' -l 'benchmark' -d 'Whose rules apply to ground truth: mot15 (flags), mot16, mot17 or mot20 (flags, classes and distractors), or none (every row counts).' -rfka 'mot15 mot16 mot17 mot20 none'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track-eval" threshold' -l 'threshold' -d 'Overlap from which CLEAR and identity metrics count a match.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track-eval" classes' -l 'classes' -d 'Score objects of these classes alone, as a list with commas, where results are NDJSON.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track-eval" per-sequence' -l 'per-sequence' -d 'Score each sequence too, not only all as one.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track-eval" curves' -l 'curves' -d 'Add HOTA\'s values at each overlap to NDJSON.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track-eval" format' -l 'format' -d 'table for people, ndjson for programs.' -rfka 'table ndjson'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track-eval" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc track-eval" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" o output' -l 'output' -s 'o' -d 'The folder to fill; master.m3u8 is its top.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls"' -l 'rung' -d 'A rung as WIDTHxHEIGHT@BITRATE, such as 1280x720@2500k. May be repeated.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" ladder' -l 'ladder' -d 'Rungs from a JSON or YAML file.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" segment' -l 'segment' -d 'Target duration of a segment in seconds.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" container' -l 'container' -d 'fmp4 (CMAF) or ts.' -rfka 'fmp4 ts'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" codec' -l 'codec' -d 'h264, hevc or av1.' -rfka 'h264 hevc av1'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" preset' -l 'preset' -d 'The encoder\'s preset (default: faster for H.264, fast for HEVC, 8 for AV1).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" fps' -l 'fps' -d 'Frames a second; without it each frame of the source is kept.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" audio-bitrate' -l 'audio-bitrate' -d 'Bits a second of a stereo track.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" surround' -l 'surround' -d 'Keep surround sound beside the stereo version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" no-tonemap' -l 'no-tonemap' -d 'Leave HDR as it is instead of bringing it to BT.709 for H.264.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" no-deinterlace' -l 'no-deinterlace' -d 'Leave interlaced video as it is.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" force' -l 'force' -d 'Replace what another job left in the folder, once the new set is whole.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" print-plan' -l 'print-plan' -d 'Print the plan as JSON and end.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" strict' -l 'strict' -d 'End with status 2 when damaged packets were passed over.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" start' -l 'start' -d 'Begin here: seconds or hh:mm:ss from the first frame.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" duration' -l 'duration' -d 'Read this much: seconds or hh:mm:ss.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" limit' -l 'limit' -d 'Stop after this many frames.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" no-audio' -l 'no-audio' -d 'Leave the audio out.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" timeout' -l 'timeout' -d 'Seconds that a source may keep silent (default: 30 for addresses, none for files).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" reconnect' -l 'reconnect' -d 'When a source drops, open it again and go on, for as long as --timeout allows.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" input-format' -l 'input-format' -d 'Container or device format by libav\'s name, where it cannot be told from the source.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls"' -l 'input-option' -d 'An option for the protocol, container or device, as key=value. May be repeated.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" v verbose' -l 'verbose' -s 'v' -d 'Say more: libav\'s informational messages too.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" progress' -l 'progress' -d 'Progress on standard error: auto (a bar on a terminal), bar, json or none.' -rfka 'auto bar json none'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc schema" markdown' -l 'markdown' -d 'Print a Markdown table of all records and their keys.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc schema" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc schema" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" checksum' -l 'checksum' -d 'Also print the SHA-256 of all pictures and of each audio track.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" start' -l 'start' -d 'Begin here: seconds or hh:mm:ss from the first frame.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" duration' -l 'duration' -d 'Read this much: seconds or hh:mm:ss.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" limit' -l 'limit' -d 'Stop after this many frames.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" no-audio' -l 'no-audio' -d 'Leave the audio out.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" timeout' -l 'timeout' -d 'Seconds that a source may keep silent (default: 30 for addresses, none for files).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" reconnect' -l 'reconnect' -d 'When a source drops, open it again and go on, for as long as --timeout allows.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" input-format' -l 'input-format' -d 'Container or device format by libav\'s name, where it cannot be told from the source.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink"' -l 'input-option' -d 'An option for the protocol, container or device, as key=value. May be repeated.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" v verbose' -l 'verbose' -s 'v' -d 'Say more: libav\'s informational messages too.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" progress' -l 'progress' -d 'Progress on standard error: auto (a bar on a terminal), bar, json or none.' -rfka 'auto bar json none'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc help" version' -l 'version' -d 'Show the version.'
