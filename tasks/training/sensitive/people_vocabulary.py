"""Words from which the people tagger's training sentences are put together.

Given names, surnames and places as they are common around the North Sea and beyond, each word by itself; sentences
join them at random, so no sentence names anybody. None of it is looked up when documents are tagged: the bundle
holds learned weights of hashed features alone.
"""

NORWEGIAN_GIVEN = """
Aage Agnes Alf Alfred Amalie Anders Andreas Anette Anita Ann Anna Anne Annette Anniken Ansgar Arild Arne Arnfinn
Arnt Arve Arvid Asbjørn Asgeir Aslak Astri Astrid Atle Aud Audun August Bente Berit Bernt Birger Birgit Birgitte
Bjarne Bjørg Bjørn Bjørnar Bodil Borghild Bård Camilla Carina Carl Cathrine Cecilie Christian Christina Christoffer
Dag Dagfinn Dagny Dagrun Daniel David Eilert Eilif Einar Eirik Eirin Eivind Eldbjørg Elin Elisabeth Elise Ellen Elsa
Else Emil Emilie Emma Endre Erik Erlend Erling Espen Eva Evelyn Eystein Fredrik Frida Frode Geir Gerd Gjertrud Grete
Gro Gudmund Gudrun Gunhild Gunn Gunnar Gunvor Guri Guro Gustav Hallgeir Hallvard Halvard Halvor Hanna Hanne Hans
Harald Hauk Hedda Hege Heidi Helen Helga Helge Helene Henrik Henriette Herman Hilde Hildegunn Håkon Håvard Ida Idar
Inga Inge Ingebjørg Ingeborg Inger Ingrid Ingunn Ingvald Ingvar Ingvild Irene Iselin Ivar Iver Jakob Jan Janne Jarle
Jens Jenny Joar Johan Johanne John Johnny Jon Jonas Jorunn Jostein Julie Jørgen Jørn Kai Karen Kari Karianne Karin
Karl Karoline Karsten Kathrine Kenneth Kim Kirsten Kirsti Kjell Kjersti Kjetil Klara Knut Kolbjørn Kristian Kristin
Kristina Kristine Kristoffer Kåre Lars Lasse Laila Lene Leif Lill Lillian Linda Line Lise Liv Lisbeth Magne Magnhild
Magnus Malin Marianne Marie Marit Marius Mari Maria Markus Marte Martin Martine Mathias Mats Mette Mikkel Mona
Monica Morten Målfrid Nils Nina Nora Norunn Odd Oddbjørn Oddvar Ola Olaf Olav Ole Olga Oline Oskar Otto Ottar Peder
Per Petter Pål Ragna Ragnar Ragnhild Randi Rannveig Reidar Reidun Rita Roald Roar Robert Rolf Ronny Rune Runar Ruth
Rønnaug Sara Selma Sigbjørn Sigmund Signe Sigrid Sigrun Sigurd Sigve Silje Simen Siri Siv Sissel Siw Sofie Sol
Solfrid Solveig Stein Steinar Stian Stig Stine Sturla Susanne Svein Sven Sverre Synne Synnøve Tarjei Terje Thea
Thomas Thor Thorvald Tom Tomas Tone Tonje Tor Torbjørn Tore Torfinn Torgeir Torhild Toril Torill Torkel Torkil
Torleif Torstein Torunn Tove Trine Trond Trude Trygve Turid Tyra Ulf Unn Unni Vegar Vegard Vera Vibeke Vidar Vigdis
Viggo Vilde Wenche Willy Yngvar Yngve Ylva Øistein Ørjan Øystein Øyvind Åge Ågot Åse Åshild Åslaug Åsmund Åsne
"""

OTHER_GIVEN = """
Aaron Abdul Abdullah Adam Adrian Agnieszka Ahmed Aidan Aisha Alan Alberto Alejandro Aleksander Alessandro Alex
Alexander Alexandra Alexei Ali Alice Alison Amanda Amina Amir Amy Ana Anastasia Andrea Andrei Andrew Andrzej Angela
Anil Anthony Antoine Antonio Anton Arthur Ashley Barbara Beatrice Ben Benjamin Bernard Betty Bill Bob Boris Brandon
Brian Bruce Carla Carlos Carol Caroline Catherine Charles Charlotte Chen Chris Christopher Claire Claude Claudia
Colin Craig Cristina Daniela Danielle Darren Deborah Denis Dennis Derek Diana Diego Dimitri Dmitri Dominic Donald
Donna Dorothy Douglas Duncan Edward Eduardo Elena Elizabeth Emily Emmanuel Enrique Eric Ernesto Eugene Evelyn Fatima
Felix Fernando Fiona Frances Francesca Francesco Francis Francisco Frank Franz Gareth Gary Gavin Geoffrey George
Georgia Gerald Gerard Gerhard Giovanni Giulia Giuseppe Glenn Gloria Gordon Grace Graham Grant Greg Gregory Günter
Guy Hamid Hannah Harold Harriet Harry Hassan Hazel Heather Hector Heinrich Helmut Henry Herbert Hiroshi Howard Hugh
Hugo Hussein Ian Ibrahim Igor Imran Irina Isabel Isabella Ivan Jack Jacob Jacques James Jamie Jane Janet Jason
Javier Jean Jeff Jeffrey Jennifer Jeremy Jerry Jessica Jim Joan Joanna Joe Joel Johannes Jonathan Jorge José Joseph
Joshua Joyce Juan Judith Jürgen Julia Julian Juliet Justin Karim Karol Katarzyna Kate Katherine Kathleen Katie Kazuo
Keith Kelly Ken Kevin Khalid Klaus Krzysztof Kyle Larry Laura Lauren Laurent Lee Leo Leon Leonard Leonid Lewis Liam
Li Ligia Lorenzo Louis Louise Luc Luca Lucas Lucia Lucy Luis Luke Lynn Maciej Malcolm Manuel Marc Marcel Marco
Marcus Margaret Marina Mario Mark Marta Mary Massimo Matthew Maureen Maurice Max Megan Mehmet Michael Michel
Michelle Miguel Mikhail Milan Mohamed Mohammad Mohammed Mustafa Nadia Nancy Natalia Natalie Nathan Neil Nicholas
Nick Nicola Nicolas Nicole Nigel Nikolai Noel Norman Oleg Oliver Olivia Omar Oscar Owen Pablo Pamela Paolo Patricia
Patrick Paul Paula Pauline Pavel Pedro Penelope Peter Phil Philip Philippe Pierre Piotr Priya Rachel Rafael Rahul
Raj Ralph Ramon Raymond Rebecca René Ricardo Richard Rob Roberto Robin Rodrigo Roger Roland Ron Ronald Rosa Rose
Ross Roy Russell Ryan Sally Salman Sam Samantha Samir Samuel Sandra Sandro Sanjay Sarah Scott Sean Sebastian Serge
Sergei Sergio Sharon Sheila Shirley Silvia Simon Sofia Sonia Sophie Stanley Stefan Stephanie Stephen Steve Steven
Stuart Sunil Susan Sylvia Takashi Tariq Ted Teresa Terry Theodore Tim Timothy Tina Tobias Todd Tony Tracy Vadim
Valentina Valerie Vanessa Veronica Victor Victoria Vincent Viktor Virginia Vladimir Walter Wayne Wei Wendy Werner
William Wolfgang Xavier Yasmin Yuri Yusuf Yves Yvonne Zainab Zoe
"""

NORWEGIAN_SURNAMES = """
Aas Aase Aasen Abrahamsen Ahlsen Amundsen Andersen Andreassen Andresen Antonsen Arnesen Aune Aspelund Bakke Bakken
Bakkevik Berg Berge Bergersen Berglund Bergsvik Berntsen Birkeland Birkelund Bjerke Bjørge Bjørnstad Bolstad Borge
Brandvold Brattli Brekke Brenna Bråten Brustad Bryhn Bråthen Bye Bø Børresen Christensen Christiansen Christoffersen
Dahl Dahle Dahlen Dalen Danielsen Edvardsen Egeland Eide Eidsvik Eikeland Eikrem Eliassen Ellefsen Ellingsen
Engebretsen Engen Enger Eriksen Espeland Evensen Evjen Falch Fagerli Fjeld Fjellstad Flaten Foss Fossum Fossheim
Fredriksen Furuseth Gabrielsen Gjerde Gjertsen Granli Gran Grimstad Grønli Gulbrandsen Gundersen Gustavsen Haaland
Haga Hagen Halvorsen Hammer Hansen Hanssen Haug Haugen Haugland Haugom Hauge Hegge Heggland Helgesen Helland
Henriksen Hermansen Hjelle Hoel Hoff Holm Holmen Holte Holter Hovland Husby Husebø Hustad Høiland Høyland Håland
Ingebrigtsen Isaksen Iversen Jacobsen Jakobsen Jansen Jensen Jenssen Johannessen Johansen Johnsen Johnsrud Jonassen
Jørgensen Jørstad Karlsen Kleiven Kleven Knudsen Knutsen Kolstad Kristensen Kristiansen Kristoffersen Krogh Kvam
Kvamme Kvale Landsverk Langeland Langseth Larsen Lauritzen Lervik Lie Lien Lillebø Lind Lindland Lindseth Lorentzen
Lund Lunde Lundeby Løken Løvås Madsen Magnussen Mathisen Martinsen Meland Mikalsen Mikkelsen Moe Moen Molland Monsen
Mork Mortensen Myhre Myklebust Myrvold Myren Næss Nergård Nesheim Ness Nicolaisen Nilsen Nilssen Norheim Nordby
Nordgård Nordli Nordvik Nygaard Nygård Nyhus Olsen Opsahl Ottesen Paulsen Pedersen Pettersen Prestegård Ramstad
Rasmussen Reiersen Reinertsen Ringstad Rognli Rosvold Ruud Rustad Rød Røed Rønning Røsvik Salvesen Samuelsen Sand
Sandberg Sande Sandnes Sandvik Selvik Simonsen Sivertsen Sjøli Skaar Skogen Skoglund Skoland Skjelbred Solbakken
Solberg Solheim Solli Sollie Stang Steen Steinsland Stene Stenersen Stokke Strand Strøm Stormo Storli Sunde Sundt
Svendsen Svensen Syversen Sæther Sætre Søllesvik Sørensen Sørli Tangen Thomassen Thoresen Thorsen Thorvaldsen Tjelta
Tobiassen Torgersen Torp Tveit Tveiten Tvedt Ulriksen Ulvestad Vatne Vik Vikan Viken Vinje Vold Voll Wang Wiik Wold
Ødegaard Ødegård Øien Økland Østby Østli Øverland Ås Åsheim Åsland
"""

OTHER_SURNAMES = """
Adams Ahmad Akhtar Alexandrov Allen Alvarez Anderson Armstrong Arnold Ashworth Atkinson Bailey Baker Barker Barnes
Barrett Baumann Becker Bell Bennett Benson Bernardi Bhatt Bianchi Bishop Black Blanc Booth Bradley Brandt Brennan
Brooks Brown Burke Burns Butler Byrne Calder Cameron Campbell Cardoso Carlson Carpenter Carr Carroll Carter Castillo
Castro Chambers Chandra Chapman Chan Chowdhury Clark Clarke Cohen Cole Coleman Collins Conti Cook Cooper Costa Cox
Crawford Cruz Cunningham Davidson Davies Davis Dawson Delgado Dias Diaz Dixon Doherty Dubois Dumont Duncan Dunn
Dupont Durand Edwards Ellis Evans Farrell Fernandes Ferrari Ferreira Fischer Fisher Fitzgerald Fleming Fletcher
Foster Fournier Fraser Freeman Fuchs Gallagher García Gardner Garnier Gibson Gill Gomez Gonzalez Graham Grant Gray
Green Greene Griffin Griffiths Gupta Gutierrez Hall Hamilton Harper Harris Harrison Hartmann Harvey Hashimoto Hayes
Henderson Hernandez Hill Hoffmann Holmes Horvat Hughes Hunt Hunter Hussain Ibrahimov Ivanov Jackson Jain James
Jankowski Jansson Jenkins Johansson Johnson Johnston Jones Jordan Joshi Kaminski Karlsson Katz Kelly Kennedy Khan
Kim Klein Koch Kowalski Kozlov Krause Krüger Kumar Lambert Lang Larsson Laurent Lawrence Lawson Lee Lehmann Leroy
Lewandowski Lewis Lindberg Lindgren Lindqvist Lloyd Lopez Macdonald Mackenzie Mahmoud Malik Marchetti Marino Marsh
Marshall Martin Martinez Mason Matthews Mayer McCarthy McDonald McGregor McKay McLean Mehta Mendoza Meyer Mills
Mitchell Molina Moore Morales Moreau Morgan Moretti Morris Morrison Müller Murphy Murray Nakamura Navarro Nelson
Neumann Newman Nguyen Nielsen Nikolaev Nilsson Novak Nowak Nunes Ortega Ortiz Owens Palmer Park Parker Patel
Patterson Pavlov Payne Pearson Pereira Perez Perry Peterson Petrov Phillips Pinto Popescu Popov Powell Price Qureshi
Rahman Ramirez Ramos Rao Reed Reid Reyes Reynolds Ricci Richards Richardson Richter Riley Rivera Roberts Robertson
Robinson Rodrigues Rodriguez Rogers Romano Romero Rossi Rousseau Russell Ryan Saito Salazar Sanchez Santos Sato
Saunders Schmidt Schneider Schröder Schulz Schwarz Scott Sharma Shaw Silva Simmons Simpson Singh Smirnov Smith
Sokolov Spencer Stevens Stewart Stone Sullivan Sutherland Suzuki Svensson Tanaka Taylor Thomson Thompson Torres Tran
Tucker Turner Usman Vargas Vasiliev Vega Virtanen Vogel Volkov Wagner Walker Wallace Walsh Ward Watanabe Watson
Weber Webb Wells West White Williams Williamson Wilson Winter Wolf Wong Wood Woods Wright Yamamoto Yang Yilmaz Young
Zhang Ziegler Zimmermann
"""

PLACES = """
Oslo Bergen Trondheim Stavanger Tromsø Bodø Drammen Kristiansand Fredrikstad Sandnes Haugesund Ålesund Molde
Kristiansund Hammerfest Alta Harstad Narvik Mosjøen Steinkjer Namsos Hamar Lillehammer Gjøvik Kongsberg Larvik
Horten Tønsberg Skien Porsgrunn Arendal Grimstad Mandal Egersund Florø Førde Voss Odda Kirkenes Vadsø Svalbard
Lofoten Finnmark Troms Nordland Trøndelag Vestland Rogaland Agder Telemark Vestfold Buskerud Akershus Østfold
Innlandet Hordaland Sogn Norge Noreg Sverige Danmark Finland Island Færøyene Grønland Tyskland Frankrike Spania
Italia Portugal Hellas Tyrkia Russland Polen Ukraina Nederland Belgia Østerrike Sveits Irland Skottland England
Storbritannia Europa Afrika Asia Amerika Kina Japan India Pakistan Afghanistan Irak Iran Israel Palestina Libanon
Syria Egypt Somalia Sudan Kenya Brasil Argentina Mexico Canada Australia London Paris Berlin Madrid Roma Brussel
København Stockholm Helsinki Reykjavik Moskva Washington Houston Aberdeen Edinburgh Glasgow Dublin Manchester
Liverpool Birmingham Rotterdam Amsterdam Groningen Hamburg Bremen München Wien Genève Zürich Milano Lisboa Athen
Istanbul Kairo Beirut Bagdad Teheran Kabul Beijing Tokyo Delhi Sydney Nordsjøen Barentshavet Norskehavet Germany
France Spain Italy Norway Sweden Denmark Iceland Netherlands Belgium Poland Scotland Wales Ireland Britain Russia
Turkey Greece Switzerland Austria Texas California Boston Chicago Dallas Denver Calgary Perth Singapore Dubai Doha
Baku Lagos Luanda
"""

COUNTRIES = """
Albania Algerie Andorra Angola Argentina Armenia Aserbajdsjan Australia Bahrain Bangladesh Belarus Belgia Bolivia
Bosnia Botswana Brasil Bulgaria Burma Canada Chile Colombia Cuba Cypros Danmark Djibouti Ecuador Egypt England
Eritrea Estland Etiopia Fiji Filippinene Finland Finnland Frankrike Gabon Gambia Georgia Ghana Grenada Guatemala
Guinea Haiti Hellas Honduras India Indonesia Irak Iran Irland Island Israel Italia Jamaica Japan Jemen Jordan
Kambodsja Kamerun Kasakhstan Kenya Kina Kirgisistan Kongo Kosovo Kroatia Kuwait Kypros Laos Latvia Libanon Liberia
Libya Litauen Luxembourg Madagaskar Makedonia Malawi Malaysia Mali Malta Marokko Mexico Moldova Monaco Mongolia
Montenegro Mosambik Namibia Nederland Nepal Nicaragua Niger Nigeria Noreg Norge Oman Pakistan Palestina Panama
Paraguay Peru Polen Portugal Qatar Romania Russland Rwanda Sambia Senegal Serbia Sierra-Leone Singapore Slovakia
Slovenia Somalia Spania Sri-Lanka Storbritannia Sudan Sveits Sverige Syria Tadsjikistan Taiwan Tanzania Thailand
Tsjad Tsjekkia Tsjetsjenia Tunisia Turkmenistan Tyrkia Tyskland Uganda Ukraina Ungarn Uruguay USA Usbekistan
Venezuela Vietnam Zimbabwe Østerrike Balkan Baltikum Skandinavia Norden Asia Afrika Europa Amerika Midtøsten Vesten
Østen Arktis Antarktis Sahara Sibir Karibia Gaza Vestbredden Kashmir Katalonia Baskerland Korsika Sicilia Bayern
Bretagne Wales Texas California Florida Alaska Germany France Spain Italy Norway Sweden Denmark Netherlands Belgium
Poland Greece Turkey Russia Iraq China Brazil Scotland Ireland Britain Austria Switzerland Hungary Croatia Ukraine
Iceland Cyprus Lebanon Morocco Ethiopia
"""

TOWNS = """
Shanghai Peking Hongkong Bangkok Manila Jakarta Mumbai Karachi Lahore Kandahar Mosul Basra Damaskus Amman Jerusalem
Ramallah Hebron Haifa Ankara Tbilisi Baku Kiev Minsk Vilnius Riga Tallinn Warszawa Krakow Praha Budapest Bucuresti
Sofia Beograd Sarajevo Zagreb Ljubljana Tirana Athen Nikosia Valletta Palermo Napoli Venezia Torino Firenze Bologna
Marseille Lyon Nice Toulouse Bordeaux Nantes Strasbourg Köln Frankfurt Stuttgart Leipzig Dresden Kiel Lübeck Rostock
Basel Salzburg Graz Barcelona Sevilla Valencia Malaga Bilbao Porto Lisboa Cork Belfast Leeds Sheffield Bristol
Newcastle Southampton Göteborg Malmö Uppsala Lund Örebro Umeå Kiruna Aarhus Odense Aalborg Esbjerg Turku Tampere
Oulu Murmansk Arkhangelsk Leningrad Petersburg Seattle Portland Detroit Atlanta Miami Philadelphia Pittsburgh
Cleveland Baltimore Phoenix Montreal Toronto Vancouver Ottawa Havana Caracas Bogota Lima Santiago Nairobi Mogadishu
Khartoum Addis-Abeba Kampala Kigali Kinshasa Harare Maputo Pretoria Johannesburg Dakar Accra Abidjan Tripoli Tunis
Alger Rabat Casablanca Melbourne Brisbane Auckland Wellington Osaka Kyoto Hiroshima Seoul Pyongyang Hanoi Saigon
Rangoon Colombo Dhaka Kathmandu Bjørvika Grønland Majorstuen Frogner Holmenkollen Grünerløkka Sandvika Asker Bærum
Lillestrøm Jessheim Ski Drøbak Moss Halden Sarpsborg Askim Eidsvoll Elverum Kongsvinger Røros Oppdal Dombås Otta Lom
Geilo Hønefoss Notodden Rjukan Kragerø Risør Lillesand Farsund Flekkefjord Bryne Jæren Karmøy Stord Leirvik Husnes
Rosendal Sogndal Lærdal Førde Måløy Stryn Volda Ørsta Ulsteinvik Åndalsnes Sunndalsøra Orkanger Levanger Verdal
Rørvik Brønnøysund Sandnessjøen Mo Fauske Sortland Svolvær Leknes Finnsnes Karasjok Kautokeino Vardø Honningsvåg
Longyearbyen Liffey Thames Donau Rhinen Seinen Nilen Glomma
"""

ORGANISATIONS = """
Høyre Venstre Arbeiderpartiet Arbeidarpartiet Senterpartiet Framstegspartiet Fremskrittspartiet Rødt Ap Frp Frps Aps
Sp SV KrF MDG LO NHO NRK TV2 VG Dagbladet Aftenposten Dagsavisen Bergensavisen Adresseavisen Nationen Klassekampen
Stortinget Regjeringen Storting Kirken Kirka Forsvaret Politiet Statoil Equinor Hydro Telenor Orkla Aker Kværner
Statkraft Statnett Posten Vinmonopolet Coop Rema Kiwi Norwegian Braathens Widerøe Wideroe DNB Nordea Storebrand
Gjensidige Microsoft Google Apple Facebook Twitter Nokia Ericsson Volvo Saab Ikea Tesco Vodafone Barclays Siemens
Bosch Toyota Honda Nissan Samsung Sony Boeing Airbus Reuters Bloomberg NATO FN EU UNESCO OECD Pentagon Kreml
Kongressen Senatet Riksdagen Folketinget Europarådet Brann Rosenborg Vålerenga Viking Lillestrøm Molde Start Lyn
Stabæk Fredrikstad Chelsea Arsenal Everton Juventus Barcelona Liverpool Guinness Schlumberger Halliburton
Weatherford Transocean Seadrill Saipem Subsea Petrobras Shell Total Exxon Baker Hughes Odfjell Dolphin Maersk Archer
Aibel Nutec Framo Technip Oceaneering Wintershall Lundin Talisman Marathon Chevron Conoco Repsol Eni Petoro Gassco
Gassnova Bravo Valhall Ekofisk Oseberg Gullfaks Statfjord Troll Snorre Heidrun Norne Skarv Draugen Kristin Åsgard
Grane Balder Jotun Sleipner Volve Frigg Heimdal Snøhvit Goliat
"""

MINERALS = """
Sand Sandstone Silt Siltstone Clay Claystone Shale Marl Marlstone Limestone Dolomite Anhydrite Halite Salt Chalk
Chert Flint Coal Lignite Tuff Mica Quartz Quartzite Pyrite Glauconite Siderite Calcite Gypsum Kaolinite Feldspar
Barite Bentonite Permian Triassic Jurassic Cretaceous Carboniferous Devonian Silurian Cambrian Tertiary Quaternary
Paleocene Eocene Oligocene Miocene Pliocene Pleistocene Holocene Zechstein Rotliegend Rotliegendes Bunter
Muschelkalk Keuper Lias Dogger Malm Aptian Albian Barremian Valanginian Hauterivian Turonian Campanian Maastrichtian
Danian Thanetian Ypresian Rupel Rupelian Chattian Breda Oosterhout Maassluis Dongen Landen Ommelanden Texel Holland
Vlieland Rijnland Limburg Hugin Sleipner Skagerrak Heather Draupne Sele Balder Lista Hordaland Nordland Utsira Hod
Tor Ekofisk Shetland Cromer
"""

COMPANY_ENDINGS = """
Motors Group Bank Industries Airways Airlines Brothers Energy Holdings Partners Systems Petroleum Insurance Capital
Media Foods Stores Pharma Telecom Steel Records Pictures Studios University Institute College Hospital Museum Centre
Party Union Foundation Committee Council Association Club United City Rovers
"""
