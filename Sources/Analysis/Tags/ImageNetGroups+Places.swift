extension ImageNetGroups {
  /// Names of people, of what they travel with, build, live in and eat, by group.
  static let places: [(group: String, names: String)] = [
    (
      "person",
      """
      ballplayer; groom; scuba diver
      """
    ),
    (
      "vehicle",
      """
      ambulance; amphibian; beach wagon; bicycle-built-for-two; bobsled; bullet train; cab; car mirror; \
      car wheel; convertible; crane (vehicle); disk brake; dogsled; electric locomotive; fire engine; \
      forklift; freight car; garbage truck; go-kart; golfcart; grille; half track; harvester; horse cart; \
      jeep; jinrikisha; limousine; minibus; minivan; mobile home; Model T; moped; motor scooter; mountain \
      bike; moving van; odometer; oxcart; passenger car; pickup; plow; police van; racer; recreational \
      vehicle; school bus; seat belt; snowmobile; snowplow; sports car; steam locomotive; streetcar; tank; \
      thresher; tow truck; tractor; trailer truck; tricycle; trolleybus; unicycle
      """
    ),
    (
      "aircraft",
      """
      airliner; airship; balloon; parachute; space shuttle; warplane; wing
      """
    ),
    (
      "watercraft",
      """
      aircraft carrier; canoe; catamaran; container ship; fireboat; gondola; lifeboat; liner; paddlewheel; \
      pirate; schooner; speedboat; submarine; trimaran; wreck; yawl
      """
    ),
    (
      "building",
      """
      apiary; bannister; barn; beacon; bell cote; birdhouse; boathouse; breakwater; castle; chainlink \
      fence; church; cliff dwelling; dam; dock; dome; drilling platform; fountain; greenhouse; lumbermill; \
      maypole; megalith; monastery; mosque; obelisk; palace; patio; pedestal; picket fence; pier; \
      planetarium; prison; radio telescope; solar dish; steel arch bridge; stone wall; stupa; sundial; \
      suspension bridge; thatch; tile roof; totem pole; triumphal arch; turnstile; vault; viaduct; water \
      tower; worm fence; yurt
      """
    ),
    (
      "interior",
      """
      altar; bakery; barbershop; bookshop; butcher shop; cinema; confectionery; grocery store; library; \
      restaurant; shoe shop; sliding door; stage; theater curtain; tobacco shop; toyshop; window screen; \
      window shade
      """
    ),
    (
      "furniture",
      """
      barber chair; bassinet; bookcase; chest; chiffonier; china cabinet; cradle; crib; desk; dining \
      table; entertainment center; file; folding chair; four-poster; park bench; rocking chair; shoji; \
      studio couch; throne; toilet seat; wardrobe
      """
    ),
    (
      "household",
      """
      ashcan; bath towel; bathtub; broom; bucket; candle; combination lock; dishrag; dishwasher; doormat; \
      electric fan; fire screen; hamper; hook; iron; lampshade; lighter; matchstick; mosquito net; \
      mousetrap; muzzle; padlock; paper towel; pillow; plunger; pot; prayer rug; quilt; radiator; safe; \
      safety pin; sewing machine; shower curtain; sleeping bag; soap dispenser; space heater; spotlight; \
      table lamp; thimble; torch; tub; umbrella; vacuum; vase; washbasin; washer; toilet tissue
      """
    ),
    (
      "kitchen",
      """
      caldron; can opener; cleaver; cocktail shaker; coffee mug; coffeepot; corkscrew; Crock Pot; Dutch \
      oven; espresso maker; frying pan; goblet; ladle; measuring cup; microwave; mixing bowl; plate rack; \
      refrigerator; rotisserie; saltshaker; soup bowl; spatula; stove; strainer; teapot; toaster; tray; \
      waffle iron; wok; wooden spoon; plate; cup
      """
    ),
    (
      "food",
      """
      honeycomb; guacamole; consomme; hot pot; trifle; ice cream; ice lolly; French loaf; bagel; pretzel; \
      cheeseburger; hotdog; mashed potato; carbonara; chocolate sauce; dough; meat loaf; pizza; potpie; \
      burrito
      """
    ),
    (
      "vegetable",
      """
      head cabbage; broccoli; cauliflower; zucchini; spaghetti squash; acorn squash; butternut squash; \
      cucumber; artichoke; bell pepper; cardoon
      """
    ),
    (
      "fruit",
      """
      Granny Smith; strawberry; orange; lemon; fig; pineapple; banana; jackfruit; custard apple; \
      pomegranate
      """
    ),
    (
      "plant",
      """
      hay; rapeseed; daisy; yellow lady's slipper; corn; acorn; hip; buckeye; ear
      """
    ),
    (
      "fungus",
      """
      mushroom; coral fungus; agaric; gyromitra; stinkhorn; earthstar; hen-of-the-woods; bolete
      """
    ),
    (
      "drink",
      """
      red wine; espresso; eggnog
      """
    ),
  ]
}
