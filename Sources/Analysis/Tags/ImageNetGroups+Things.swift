extension ImageNetGroups {
  /// Names of what people hold, wear and work with, and of nature, by group.
  static let things: [(group: String, names: String)] = [
    (
      "musical_instrument",
      """
      accordion; acoustic guitar; banjo; bassoon; cello; chime; cornet; drum; drumstick; electric guitar; \
      flute; French horn; gong; grand piano; harmonica; harp; maraca; marimba; oboe; ocarina; organ; \
      panpipe; sax; steel drum; trombone; upright; violin
      """
    ),
    (
      "sport",
      """
      balance beam; barbell; baseball; basketball; croquet ball; dumbbell; football helmet; golf ball; \
      horizontal bar; knee pad; mountain tent; paddle; parallel bars; ping-pong ball; pole; pool table; \
      puck; punching bag; racket; rugby ball; scoreboard; ski; snorkel; soccer ball; tennis ball; \
      volleyball; whistle
      """
    ),
    (
      "clothing",
      """
      abaya; academic gown; apron; bathing cap; bearskin; bib; bikini; bolo tie; bonnet; bow tie; \
      brassiere; buckle; cardigan; Christmas stocking; cloak; clog; cowboy boot; cowboy hat; crash helmet; \
      diaper; feather boa; fur coat; gasmask; gown; hair slide; handkerchief; hoopskirt; jean; jersey; \
      kimono; lab coat; Loafer; maillot; mask; military uniform; miniskirt; mitten; mortarboard; necklace; \
      overskirt; pajama; poncho; running shoe; sandal; sarong; shower cap; ski mask; sock; sombrero; \
      stole; suit; sunglass; sunglasses; sweatshirt; swimming trunks; trench coat; vestment; wig; Windsor \
      tie
      """
    ),
    (
      "bag",
      """
      backpack; mailbag; plastic bag; purse; shopping basket; shopping cart; wallet
      """
    ),
    (
      "electronics",
      """
      cash machine; cassette player; CD player; cellular telephone; coil; dial telephone; iPod; \
      loudspeaker; microphone; modem; oscilloscope; pay-phone; projector; radio; remote control; switch; \
      tape player
      """
    ),
    (
      "camera",
      """
      lens cap; Polaroid camera; reflex camera; tripod
      """
    ),
    (
      "computer",
      """
      computer keyboard; desktop computer; hand-held computer; hard disc; joystick; laptop; mouse; \
      notebook; space bar; typewriter keyboard
      """
    ),
    (
      "screen",
      """
      home theater; monitor; screen; television
      """
    ),
    (
      "clock",
      """
      analog clock; digital clock; digital watch; hourglass; stopwatch; wall clock
      """
    ),
    (
      "measuring_instrument",
      """
      barometer; binoculars; loupe; magnetic compass; rule; scale; slide rule
      """
    ),
    (
      "tool",
      """
      barrow; carpenter's kit; chain; chain saw; hammer; hatchet; knot; lawn mower; nail; oil filter; \
      paintbrush; pick; plane; potter's wheel; power drill; reel; screw; screwdriver; shovel; spindle
      """
    ),
    (
      "weapon",
      """
      assault rifle; bow; breastplate; bulletproof vest; cannon; chain mail; cuirass; guillotine; holster; \
      missile; mortar; pickelhaube; projectile; revolver; rifle; scabbard; shield
      """
    ),
    (
      "toy",
      """
      carousel; jack-o'-lantern; jigsaw puzzle; pinwheel; slot; swing; teddy
      """
    ),
    (
      "office",
      """
      abacus; ballpoint; binder; envelope; fountain pen; letter opener; pencil box; pencil sharpener; \
      photocopier; printer; quill; rubber eraser
      """
    ),
    (
      "document",
      """
      web site; comic book; crossword puzzle; book jacket; menu
      """
    ),
    (
      "street",
      """
      flagpole; gas pump; mailbox; manhole cover; parking meter; street sign; traffic light
      """
    ),
    (
      "container",
      """
      barrel; beer bottle; beer glass; bottlecap; carton; cassette; crate; milk can; packet; piggy bank; \
      pitcher; pop bottle; rain barrel; vending machine; water bottle; water jug; whiskey jug; wine bottle
      """
    ),
    (
      "medical",
      """
      Band Aid; beaker; crutch; medicine chest; neck brace; nipple; oxygen mask; Petri dish; pill bottle; \
      stethoscope; stretcher; swab; syringe
      """
    ),
    (
      "personal_care",
      """
      face powder; hair spray; hand blower; lipstick; lotion; perfume; sunscreen
      """
    ),
    (
      "landscape",
      """
      maze; alp; cliff; coral reef; geyser; lakeside; promontory; sandbar; seashore; valley; volcano
      """
    ),
    (
      "material",
      """
      brass; spider web; velvet; wool; bubble
      """
    ),
  ]
}
