"""Names for invented young people: their full names, and the short ones in use.

Given names and surnames are common ones, combined at random. Many surnames are made of
the two halves of Lancashire place names and belong to no particular family.
"""

from random import Random

_BOYS = """
Oliver Jack Harry Alfie Charlie Thomas Joshua William James Daniel George Ethan
Lewis Jacob Samuel Joseph Callum Liam Max Benjamin Ryan Jake Matthew Adam Connor
Luke Nathan Alexander Dylan Logan Tyler Mason Noah Owen Jamie Cameron Riley Archie
Leo Finley Oscar Isaac Henry Edward Harrison Toby Michael Kai Jayden Aaron Theo Ben
Reece Bradley Louis Kieran Freddie Sebastian Zachary Robert Elliot Harvey Evan
Christopher Andrew Jude Billy Bobby Rhys Ewan Stanley Ronnie Reuben Joel Patrick
Sean Declan Morgan Corey Brandon David Peter Dominic Gabriel Caleb Seth Frankie
Tommy Teddy Albert Arthur Ralph Hugo Felix Jenson Ellis Aidan Marcus Elijah Kyle
Kian Ashton Blake Carter Hayden Taylor Spencer Zak Nicholas Stephen Anthony Rory
Fraser Jonathan Timothy Gregory Vincent Lucas
"""
_GIRLS = """
Olivia Emily Amelia Jessica Ava Isabella Sophie Mia Ruby Lily Grace Evie Sophia Ella
Chloe Charlotte Freya Lucy Isla Poppy Daisy Phoebe Alice Molly Millie Holly Megan
Abigail Amy Summer Isabelle Lola Eva Erin Leah Imogen Maisie Scarlett Bethany Rosie
Elizabeth Hannah Katie Eleanor Georgia Matilda Lauren Amber Florence Zara Zoe
Harriet Martha Rebecca Esme Keira Libby Sienna Faith Niamh Skye Caitlin Paige
Jasmine Victoria Sarah Rachel Emma Maddison Lexi Harper Alisha Courtney Nicole Tia
Darcey Heidi Beatrice Annabelle Lydia Naomi Tilly Ellie Gracie Lacey Maya Francesca
Eliza Nancy Julia Robyn Kayleigh Shannon Natasha Catherine Margaret Alexandra
Samantha Jennifer Christina Tabitha Iris Violet Penelope Ivy Willow Orla Mollie
Elsie Edith Mary Penny Louise Anna Clara Laura Danielle Gabrielle Heather Melissa
Joanna
"""
_SOUTH_ASIAN_BOYS = """
Muhammad Mohammed Ibrahim Yusuf Hamza Ali Omar Bilal Zain Adnan Rayyan Haris Usman
Arjun Rohan Aryan Dev Kiran Nikhil Vivaan Imran Junaid Sami Ayaan
"""
_SOUTH_ASIAN_GIRLS = """
Aisha Fatima Zainab Maryam Khadija Hafsa Amina Sana Iqra Noor Priya Anjali Diya
Meera Riya Ananya Sania Zahra Hira Safa Inaya Mahnoor
"""
_SOUTH_ASIAN_SURNAMES = """
Khan Ahmed Hussain Patel Ali Malik Iqbal Shah Begum Akhtar Mahmood Singh Kaur Sharma
Mehta Desai Chowdhury Rahman Uddin Mirza Qureshi Butt Aziz Rashid Nair Reddy
"""
_EUROPEAN_BOYS = """
Jakub Kacper Filip Szymon Mateusz Wojciech Andrei Luca Matteo José Tomás André
Łukasz Rafał Nikolai Ștefan Dániel Zoltán
"""
_EUROPEAN_GIRLS = """
Zuzanna Julia Maja Oliwia Wiktoria Aleksandra Ioana Elena Giulia Inês Zoé Chloé
Renée Małgorzata Agnieszka Zofia Sofía Noémi
"""
_EUROPEAN_SURNAMES = """
Kowalski Nowak Wiśniewski Wójcik Kamiński Lewandowski Zieliński Dąbrowski Popescu
Ionescu Núñez García Müller Silva Santos Rossi Bianchi Horváth Novák Petrov
Fernández Mazur Krawczyk
"""
_AFRICAN_BOYS = """
Emmanuel Tobi Kwame Daniel Samuel Chidi Tendai Abdi Ayo Jordan Malachi Tariq
Nathaniel Kofi
"""
_AFRICAN_GIRLS = """
Blessing Grace Temi Ama Esther Precious Chioma Rutendo Amina Zuri Naomi Tiana
Simisola Abena
"""
_AFRICAN_SURNAMES = """
Okafor Mensah Adeyemi Moyo Ncube Boateng Osei Eze Okonkwo Abdi Hassan Bello Campbell
Grant Francis Asante Chukwu Banda
"""
_EAST_ASIAN_BOYS = "Jun Wei Ka-Ho Jayden Ming Anson Hao Minh Ethan Kai"
_EAST_ASIAN_GIRLS = "Mei Hui Yan Sze-Man Ling Chloe Xin Linh Hannah Yuki"
_EAST_ASIAN_SURNAMES = "Wong Chan Li Zhang Chen Lam Nguyen Tran Cheung Ng Liu Wang"

_COMMON_SURNAMES = """
Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson
Evans Walker White Roberts Green Hall Wood Jackson Clarke Hughes Edwards Hill Moore
Harris Cooper Ward Turner Martin Morris Lee King Baker Harrison Watson Allen Parker
Cook Bennett Young Richardson Shaw Griffiths Carter Phillips Mitchell Collins Bell
Murphy Kelly Marshall Simpson Webb Rogers Gray Chapman Ellis Fisher Hunt Mills
Barnes Holmes Lloyd Fletcher Mason Palmer Dixon Foster Pearson Stevens Burke Doyle
Gallagher Kenny Byrne Quinn Fairhurst Ashurst Gaskell Winstanley Pilkington Rigby
Seddon Unsworth Hindley Bolton Leigh Aspinall Ainscough Molyneux Halliwell Hilton
Makinson Marsh Atherton Grundy Prescott Baxendale Farrimond Melling Cunliffe Heaton
Highton Lowe Lythgoe Mather Monks Naylor Orrell Parr Peet Picknell Platt Pye
Ratcliffe Roby Rushton Sharrock Sherratt Sutton Tickle Topping Turton Twist
Valentine Varley Waterworth Whittle Worthington Yates Abbott Alker Bamber Banks
Bannister Barlow Battersby Belshaw Berry Birchall Bradshaw Brogan Callaghan
Catterall Charnock Clegg Crompton Darbyshire Derbyshire Dickinson Duxbury Eckersley
Entwistle Fazackerley Finch Forshaw Glover Gregory Hampson Hart Hayes Haslam Holden
Hodgkinson Houghton Hurst Kershaw Kilgallon Knowles Lancaster Latham Livesey Lomax
Lord McCann McDonald McGuire McKenna MacLeod Mahoney Marsden Mayo O'Brien O'Connor
O'Neill O'Hara Ormerod Partington Pennington Porter Ramsdale Riley Sanderson Scott
Shepherd Singleton Speakman Stott Swift Tither Tomlinson Tyldesley Vose Wadsworth
Walmsley Whalley Wignall Woodcock Wrigley
"""
_FIRST_HALVES = """
Ald Apple Ash Barn Beck Birk Black Brad Broad Brook Burn Clay Cole Crook Dal Dun
East Eaves Elm Fair Fern Gold Grim Hal Hard Haw Hazel Heath Hol Horn Kirk Lang Lin
Long Mill Moss North Oak Old Pen Ravens Red Rip Rock Row Sand Sel Shuttle Stan Stone
Thorn Tod Wal Wen West Whit Wid Win Wolf Wood
"""
_SECOND_HALVES = """
bank bourne bridge brook burgh by cliffe croft dale den field ford gate ham hurst
leigh ley low man mere more royd sall shaw side stead ton wall well wick worth
"""

#: Short forms in use, by the name on the birth certificate.
NICKNAMES: dict[str, tuple[str, ...]] = {
    name: tuple(short.split())
    for name, short in {
        "Abigail": "Abbie Abi",
        "Alexander": "Alex Xander",
        "Alexandra": "Alex Lexi",
        "Andrew": "Andy Drew",
        "Anthony": "Tony",
        "Benjamin": "Ben Benny",
        "Bethany": "Beth",
        "Cameron": "Cam",
        "Catherine": "Cath Kate Katie",
        "Charlotte": "Charlie Lottie",
        "Christopher": "Chris Kit",
        "Daniel": "Dan Danny",
        "David": "Dave",
        "Dominic": "Dom",
        "Edward": "Ed Eddie Ted",
        "Eleanor": "Ellie Nell",
        "Elizabeth": "Liz Beth Lizzie",
        "Florence": "Flo Florrie",
        "Francesca": "Fran Frankie",
        "Frederick": "Fred",
        "Gregory": "Greg",
        "Harriet": "Hattie",
        "Isabella": "Bella Izzy",
        "Isabelle": "Izzy Belle",
        "Jacob": "Jake",
        "James": "Jim Jamie",
        "Jennifer": "Jen Jenny",
        "Jessica": "Jess Jessie",
        "Jonathan": "Jon Jonny",
        "Joseph": "Joe Joey",
        "Joshua": "Josh",
        "Matthew": "Matt Matty",
        "Matilda": "Tilly",
        "Michael": "Mike Mick",
        "Mohammed": "Mo",
        "Muhammad": "Mo",
        "Nathan": "Nate",
        "Nathaniel": "Nate Nathan",
        "Nicholas": "Nick Nicky",
        "Oliver": "Ollie",
        "Olivia": "Liv Livvy",
        "Patrick": "Paddy Pat",
        "Peter": "Pete",
        "Rebecca": "Becky Becca",
        "Robert": "Rob Bobby Bob",
        "Samantha": "Sam",
        "Samuel": "Sam Sammy",
        "Sophie": "Soph",
        "Stephen": "Steve",
        "Thomas": "Tom Tommy",
        "Timothy": "Tim",
        "Victoria": "Vicky Tori",
        "William": "Will Bill Billy",
        "Zachary": "Zach Zak",
    }.items()
}

_TOPONYMS = tuple(
    first + second
    for first in _FIRST_HALVES.split()
    for second in _SECOND_HALVES.split()
)
_COMMON = tuple(_COMMON_SURNAMES.split())
_GIVEN = {
    ("british", "M"): tuple(_BOYS.split()),
    ("british", "F"): tuple(_GIRLS.split()),
    ("south asian", "M"): tuple(_SOUTH_ASIAN_BOYS.split()),
    ("south asian", "F"): tuple(_SOUTH_ASIAN_GIRLS.split()),
    ("european", "M"): tuple(_EUROPEAN_BOYS.split()),
    ("european", "F"): tuple(_EUROPEAN_GIRLS.split()),
    ("african", "M"): tuple(_AFRICAN_BOYS.split()),
    ("african", "F"): tuple(_AFRICAN_GIRLS.split()),
    ("east asian", "M"): tuple(_EAST_ASIAN_BOYS.split()),
    ("east asian", "F"): tuple(_EAST_ASIAN_GIRLS.split()),
}
_SURNAMES = {
    "south asian": tuple(_SOUTH_ASIAN_SURNAMES.split()),
    "european": tuple(_EUROPEAN_SURNAMES.split()),
    "african": tuple(_AFRICAN_SURNAMES.split()),
    "east asian": tuple(_EAST_ASIAN_SURNAMES.split()),
}
_HERITAGE = {
    "AIND": "south asian",
    "APKN": "south asian",
    "ABAN": "south asian",
    "AOTH": "south asian",
    "OARA": "south asian",
    "WOTH": "european",
    "BAFR": "african",
    "BCRB": "african",
    "BOTH": "african",
    "CHNE": "east asian",
}


def heritage(ethnicity: str) -> str:
    """The list of names from which the names of an ethnicity are drawn."""
    return _HERITAGE.get(ethnicity, "british")


def given_name(rng: Random, sex: str, ethnicity: str) -> str:
    """A given name; the first of a list are the commonest."""
    names = _GIVEN[heritage(ethnicity), sex if sex in "FM" else "F"]
    # The smaller of two draws leans towards the top of the list, as popularity does.
    return names[min(rng.randrange(len(names)), rng.randrange(len(names)))]


def surname(rng: Random, ethnicity: str) -> str:
    """A surname, now and then a double one."""
    name = _single_surname(rng, ethnicity)
    if rng.random() < 0.02:
        return f"{name}-{_single_surname(rng, 'WBRI')}"
    return name


def _single_surname(rng: Random, ethnicity: str) -> str:
    names = _SURNAMES.get(heritage(ethnicity))
    if names is not None:
        return rng.choice(names)
    return rng.choice(_COMMON if rng.random() < 0.6 else _TOPONYMS)
