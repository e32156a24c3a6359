extension ImageNetGroups {
  /// Names of animals by group.
  static let animals: [(group: String, names: String)] = [
    (
      "fish",
      """
      tench; goldfish; great white shark; tiger shark; hammerhead; electric ray; stingray; barracouta; \
      eel; coho; rock beauty; anemone fish; sturgeon; gar; lionfish; puffer
      """
    ),
    (
      "bird",
      """
      cock; hen; ostrich; brambling; goldfinch; house finch; junco; indigo bunting; robin; bulbul; jay; \
      magpie; chickadee; water ouzel; kite; bald eagle; vulture; great grey owl; black grouse; ptarmigan; \
      ruffed grouse; prairie chicken; peacock; quail; partridge; African grey; macaw; sulphur-crested \
      cockatoo; lorikeet; coucal; bee eater; hornbill; hummingbird; jacamar; toucan; drake; red-breasted \
      merganser; goose; black swan; white stork; black stork; spoonbill; flamingo; little blue heron; \
      American egret; bittern; crane (bird); limpkin; European gallinule; American coot; bustard; ruddy \
      turnstone; red-backed sandpiper; redshank; dowitcher; oystercatcher; pelican; king penguin; \
      albatross
      """
    ),
    (
      "amphibian",
      """
      European fire salamander; common newt; eft; spotted salamander; axolotl; bullfrog; tree frog; tailed \
      frog
      """
    ),
    (
      "reptile",
      """
      loggerhead; leatherback turtle; mud turtle; terrapin; box turtle; banded gecko; common iguana; \
      American chameleon; whiptail; agama; frilled lizard; alligator lizard; Gila monster; green lizard; \
      African chameleon; Komodo dragon; African crocodile; American alligator; triceratops; thunder snake; \
      ringneck snake; hognose snake; green snake; king snake; garter snake; water snake; vine snake; night \
      snake; boa constrictor; rock python; Indian cobra; green mamba; sea snake; horned viper; \
      diamondback; sidewinder
      """
    ),
    (
      "arachnid",
      """
      harvestman; scorpion; black and gold garden spider; barn spider; garden spider; black widow; \
      tarantula; wolf spider; tick
      """
    ),
    (
      "invertebrate",
      """
      trilobite; centipede; jellyfish; sea anemone; brain coral; flatworm; nematode; conch; snail; slug; \
      sea slug; chiton; chambered nautilus; Dungeness crab; rock crab; fiddler crab; king crab; American \
      lobster; spiny lobster; crayfish; hermit crab; isopod; starfish; sea urchin; sea cucumber
      """
    ),
    (
      "insect",
      """
      tiger beetle; ladybug; ground beetle; long-horned beetle; leaf beetle; dung beetle; rhinoceros \
      beetle; weevil; fly; bee; ant; grasshopper; cricket; walking stick; cockroach; mantis; cicada; \
      leafhopper; lacewing; dragonfly; damselfly; admiral; ringlet; monarch; cabbage butterfly; sulphur \
      butterfly; lycaenid
      """
    ),
    (
      "dog",
      """
      Chihuahua; Japanese spaniel; Maltese dog; Pekinese; Shih-Tzu; Blenheim spaniel; papillon; toy \
      terrier; Rhodesian ridgeback; Afghan hound; basset; beagle; bloodhound; bluetick; black-and-tan \
      coonhound; Walker hound; English foxhound; redbone; borzoi; Irish wolfhound; Italian greyhound; \
      whippet; Ibizan hound; Norwegian elkhound; otterhound; Saluki; Scottish deerhound; Weimaraner; \
      Staffordshire bullterrier; American Staffordshire terrier; Bedlington terrier; Border terrier; Kerry \
      blue terrier; Irish terrier; Norfolk terrier; Norwich terrier; Yorkshire terrier; wire-haired fox \
      terrier; Lakeland terrier; Sealyham terrier; Airedale; cairn; Australian terrier; Dandie Dinmont; \
      Boston bull; miniature schnauzer; giant schnauzer; standard schnauzer; Scotch terrier; Tibetan \
      terrier; silky terrier; soft-coated wheaten terrier; West Highland white terrier; Lhasa; flat-coated \
      retriever; curly-coated retriever; golden retriever; Labrador retriever; Chesapeake Bay retriever; \
      German short-haired pointer; vizsla; English setter; Irish setter; Gordon setter; Brittany spaniel; \
      clumber; English springer; Welsh springer spaniel; cocker spaniel; Sussex spaniel; Irish water \
      spaniel; kuvasz; schipperke; groenendael; malinois; briard; kelpie; komondor; Old English sheepdog; \
      Shetland sheepdog; collie; Border collie; Bouvier des Flandres; Rottweiler; German shepherd; \
      Doberman; miniature pinscher; Greater Swiss Mountain dog; Bernese mountain dog; Appenzeller; \
      EntleBucher; boxer; bull mastiff; Tibetan mastiff; French bulldog; Great Dane; Saint Bernard; Eskimo \
      dog; malamute; Siberian husky; dalmatian; affenpinscher; basenji; pug; Leonberg; Newfoundland; Great \
      Pyrenees; Samoyed; Pomeranian; chow; keeshond; Brabancon griffon; Pembroke; Cardigan; toy poodle; \
      miniature poodle; standard poodle; Mexican hairless
      """
    ),
    (
      "wild_dog",
      """
      timber wolf; white wolf; red wolf; coyote; dingo; dhole; African hunting dog; hyena; red fox; kit \
      fox; Arctic fox; grey fox
      """
    ),
    (
      "cat",
      """
      tabby; tiger cat; Persian cat; Siamese cat; Egyptian cat
      """
    ),
    (
      "big_cat",
      """
      cougar; lynx; leopard; snow leopard; jaguar; lion; tiger; cheetah
      """
    ),
    (
      "bear",
      """
      brown bear; American black bear; ice bear; sloth bear; giant panda
      """
    ),
    (
      "primate",
      """
      orangutan; gorilla; chimpanzee; gibbon; siamang; guenon; patas; baboon; macaque; langur; colobus; \
      proboscis monkey; marmoset; capuchin; howler monkey; titi; spider monkey; squirrel monkey; \
      Madagascar cat; indri
      """
    ),
    (
      "marine_mammal",
      """
      grey whale; killer whale; dugong; sea lion
      """
    ),
    (
      "farm_animal",
      """
      sorrel; hog; ox; water buffalo; ram; Arabian camel; llama
      """
    ),
    (
      "mammal",
      """
      tusker; echidna; platypus; wallaby; koala; wombat; mongoose; meerkat; wood rabbit; hare; Angora; \
      hamster; porcupine; fox squirrel; marmot; beaver; guinea pig; zebra; wild boar; warthog; \
      hippopotamus; bison; bighorn; ibex; hartebeest; impala; gazelle; weasel; mink; polecat; black-footed \
      ferret; otter; skunk; badger; armadillo; three-toed sloth; Indian elephant; African elephant; lesser \
      panda
      """
    ),
  ]
}
